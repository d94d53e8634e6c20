"""Read many broken texts in a process of its own, without the checks of types, and print what became of each.

It prints one JSON list of [seconds, has a beta, is open]: first the hurtful texts, then the mutated ones.
"""

import json
import random
import sys
import time

from collapse.loss.pasted import ALL

from vaeviz.collapse.loss.reader import LONGEST, read

MUTATED = 5000
WORDS = (
    "( ) [ ] { } : , . = == += -= *= /= ** * / - + @ % lambda x: return def f(): class A: if else for in while with as "
    'yield await async not None True 0 1e309 9**9**9 0.5 -1 \'\\d\' """ # \n \n \n     mu logvar x x_hat self.beta '
    "batch_size F.mse_loss( K.sum( torch.exp( .sum(1) .mean() .pow(2) .log() kl rec loss axis=( dim=-1 "
    "reduction='sum' *args **kw := \u20ac \x00 \t \\"
)
PIECES = WORDS.split(" ")


def mutated(generator: random.Random) -> str:
    """Return a text of `pasted`, cut, doubled, shuffled or strewn with pieces; or pieces alone."""
    text = generator.choice(ALL).text
    kind = generator.randrange(6)
    if kind == 0:
        return " ".join(generator.choices(PIECES, k=generator.randrange(1, 60)))
    if kind == 1:
        lines = text.split("\n") + generator.choice(ALL).text.split("\n")
        generator.shuffle(lines)
        return "\n".join(lines)
    for _ in range(generator.randrange(1, 8)):
        at = generator.randrange(len(text) + 1)
        end = min(len(text), at + generator.randrange(1, 12))
        piece = generator.choice(PIECES) if kind < 4 else chr(generator.randrange(1, 0x3000))
        text = text[:at] + (piece if kind != 5 else text[at:end] * 2) + text[end if kind % 2 else at :]
    return text


HURTFUL = [
    "(" * 5000,
    "x = " + "-" * 15000 + "1",
    "x = " + "1+" * 9000 + "1",
    "x = " + "(a+b)*" * 3000 + "1",
    "x = " + "a." * 9000 + "b",
    "x = " + "f(" * 50 + ")" * 50,
    "x = " + "lambda: " * 2400 + "1",
    "x = " + "not " * 4900 + "a",
    "x = 9**9**9**9",
    "x = " + "9" * 19000,
    "x = 1e308 * 1e308",
    "def f(a):\n    return f(a) + f(a)\nx = f(1)",
    "".join(f"def f{i}(a):\n    return f{i + 1}(a) + f{i + 1}(a) + f{i + 1}(a)\n" for i in range(200)) + "f0(1)",
    "x = a + b\n" + "x = x * x\n" * 1500,
    "x = (a - b + c)\n" + "x = x ** 2\n" * 50,
    "if a:\n" + "".join("  " * 0 + " " * (i + 1) + "if a:\n" for i in range(90)) + " " * 91 + "x = 1",
    "\x00",
    "\ud800",
    "while True:\n    x = 1",
    "x = [" + "[], " * 4000 + "]",
]


def main() -> None:
    generator = random.Random(0)
    results = []
    for text in [*HURTFUL, *(mutated(generator) for _ in range(MUTATED))]:
        start = time.process_time()
        found = read(text[:LONGEST]).to_json()
        seconds = time.process_time() - start
        results.append([seconds, found["beta"] is not None, bool(found["asked"] or found["problems"])])
    sys.stdout.write(json.dumps(results))


if __name__ == "__main__":
    main()
