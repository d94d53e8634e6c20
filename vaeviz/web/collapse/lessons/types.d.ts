/** Lessons as the server sends them, see vaeviz/collapse/lessons/reader.py. */

/** A number, the index of an option, or [x, y] of a mark. */
export type Guess = number | number[];

/** What was measured: a number, [x, y] of a mark, or for a choice a word. */
export type Truth = number | number[] | string;

/** What the parts of the page have published, by key. */
export type Found = Record<string, any>;

export interface Axis {
  label: string;
  min: number;
  max: number;
  unit: string;
}

export interface NumberAnswer {
  kind: "number";
  min: number;
  max: number;
  step: number;
  unit: string;
}

/** An option is right for a word, or for a range of numbers; an end that is null is open. */
export interface ChoiceAnswer {
  kind: "choice";
  options: { html: string; is?: string; min?: number | null; max?: number | null }[];
}

export interface MarkAnswer {
  kind: "mark";
  x: Axis;
  y: Axis;
}

export interface Wait {
  key: string;
  least?: number;
  most?: number;
  more?: boolean; // than when the wait began
}

export interface Step {
  title: string;
  html: { text: string; explain: string; predict?: string };
  show?: Record<string, string>; // settings, as in the address
  set?: Record<string, string>;
  move?: { key: string; from: number; to: number };
  press: string[]; // data-testids, as are those of `look` and `veil`
  look?: string;
  veil?: string[];
  predict?: string;
  answer?: NumberAnswer | ChoiceAnswer | MarkAnswer;
  truth?: string[][]; // keys of `Found`: one each, or two whose difference it is
  near?: number;
  wait?: Wait;
}

/** A step that asks for a guess. */
export type Question = Step & Required<Pick<Step, "predict" | "answer" | "truth">>;

export interface Lesson {
  name: string;
  title: string;
  minutes: number;
  html: string; // what the reader knows afterwards
  steps: Step[];
}
