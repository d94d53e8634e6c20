"""The colours of all figures: one accent, neutral greys, Okabe-Ito for classes."""

ACCENT, MUTED = "#0b6bb8", "#8a9099"
OKABE_ITO = ("#e69f00", "#56b4e9", "#009e73", "#f0e442", "#0072b2", "#d55e00", "#cc79a7", "#000000")
REPEATED = ("circle", "x", "diamond")  # marker symbols; the next one is used when the colours repeat
