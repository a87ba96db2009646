"""Draw the scenes of the demo films with typst, a frame at a time.

The packaged ffmpeg reads no PNG, so the frames are JPEG.
"""

from io import BytesIO
from pathlib import Path

import typst
from PIL import Image

WIDTH, HEIGHT = 854, 480  # points; one point is one pixel at 72 ppi
FRAMES_A_SECOND = 6
_CHUNK = 40  # frames a document

_COLOURS = """
#let wool = rgb("#FBF7F0"); #let ink = rgb("#1B1B1B"); #let pomegranate = rgb("#9B1B30")
#let indigo = rgb("#1F3A5F"); #let saffron = rgb("#E8A317"); #let skin = rgb("#E2B48F")
#let sand = rgb("#F2E4CC"); #let wood = rgb("#C8A888"); #let mist = rgb("#E9EEE6"); #let dark = rgb("#5C4632")
#set page(width: WIDTHpt, height: HEIGHTpt, margin: 0pt, fill: sand)
#set text(font: "Libertinus Serif", size: 24pt, fill: ink)
#let at(x, y, body) = place(top + left, dx: x * 1pt, dy: y * 1pt, body)
#let caption(words) = place(bottom + center, dy: -14pt,
  block(fill: ink, inset: (x: 16pt, y: 9pt), radius: 4pt, text(fill: wool, words)))
""".replace("WIDTH", str(WIDTH)).replace("HEIGHT", str(HEIGHT))

_KNITTING = """
#let knitting(t, words) = {
  at(0, 340, rect(width: 100%, height: 140pt, fill: wood))
  at(640, 60, circle(radius: 46pt, fill: saffron))
  at(267, 120, ellipse(width: 320pt, height: 460pt, fill: indigo))
  at(0, 360, rect(width: 100%, height: 120pt, fill: wood))
  at(362, 40, circle(radius: 65pt, fill: skin))
  at(352, 36, ellipse(width: 150pt, height: 50pt, fill: rgb("#EDEBE6")))
  let sway = 9 * calc.sin(t * 5)
  let wide = 60 + calc.min(110, t * 7)
  at(427 - wide, 280, rect(width: 2pt * wide, height: 90pt, fill: pomegranate, radius: 3pt))
  for row in range(4) { for stitch in range(calc.floor(wide / 8)) {
    at(431 - wide + stitch * 16, 290 + row * 19, polygon(stroke: 2.5pt + wool, (0pt, 0pt), (6pt, 9pt), (12pt, 0pt)))
  } }
  at(330, 230 + sway, line(length: 150pt, angle: 32deg, stroke: 9pt + dark))
  at(398, 310 - sway, line(length: 150pt, angle: -32deg, stroke: 9pt + dark))
  let roll = 190 + 14 * calc.sin(t * 2)
  at(roll, 330, circle(radius: 44pt, fill: pomegranate))
  at(roll + 12, 352, ellipse(width: 62pt, height: 24pt, stroke: 3pt + rgb("#6F1222")))
  caption(words)
}
"""
_COOKING = """
#let cooking(t, words) = {
  at(0, 0, rect(width: 100%, height: 100%, fill: mist))
  at(0, 370, rect(width: 100%, height: 110pt, fill: rgb("#B98A5E")))
  for plume in range(3) { for puff in range(6) {
    let rise = calc.rem(t * 26 + puff * 30 + plume * 11, 180)
    at(345 + plume * 62 + 10 * calc.sin(rise / 16), 220 - rise, circle(radius: 1pt * (5 + rise / 26), fill: wool))
  } }
  at(250, 350, ellipse(width: 360pt, height: 46pt, fill: dark))
  at(222, 262, rect(width: 410pt, height: 20pt, fill: indigo, radius: 10pt))
  at(262, 240, rect(width: 330pt, height: 135pt, fill: indigo, radius: (bottom: 40pt)))
  let grains = calc.min(60, calc.floor(t * 3))
  for grain in range(grains) {
    let colour = if calc.rem(grain, 5) == 0 { saffron } else { wool }
    at(280 + calc.rem(grain * 47, 290), 229 - calc.rem(grain * 7, 12), ellipse(width: 14pt, height: 6pt, fill: colour))
  }
  at(430 + 60 * calc.sin(t * 3), 90, line(length: 150pt, angle: 78deg, stroke: 10pt + dark))
  caption(words)
}
"""
_SIGNING = """
#let signing(t, words) = {
  at(0, 0, rect(width: 100%, height: 100%, fill: mist))
  at(287, 190, ellipse(width: 280pt, height: 400pt, fill: indigo))
  at(357, 50, circle(radius: 70pt, fill: skin))
  let turn = 55 * calc.sin(t * 3.1416)
  at(270 + turn, 250 - turn, circle(radius: 34pt, fill: skin))
  at(516 - turn, 250 + turn, circle(radius: 34pt, fill: skin))
  caption(text(size: 34pt, words))
}
"""
_SCARF = """
#let scarf(t, words) = {
  at(0, 0, rect(width: 100%, height: 100%, fill: wood))
  at(150, 40, rect(width: 560pt, height: 400pt, fill: wool, radius: 12pt))
  at(310, 70, rect(width: 230pt, height: 290pt, fill: pomegranate, radius: 4pt))
  for row in range(12) { for stitch in range(13) {
    at(317 + stitch * 17, 78 + row * 23, polygon(stroke: 2.5pt + rgb("#C76B7A"), (0pt, 0pt), (6pt, 10pt), (12pt, 0pt)))
  } }
  for thread in range(12) {
    let hangs = 86deg + 1deg * calc.rem(thread * 5, 9)
    at(318 + thread * 19, 360, line(length: 50pt, angle: hangs, stroke: 4pt + pomegranate))
  }
}
"""
SCENES = {"knitting": _KNITTING, "cooking": _COOKING, "signing": _SIGNING, "scarf": _SCARF}


def frames(scene: str, lines: list[tuple[str, float]], folder: Path) -> int:
    """Draw a film's frames as files 00000.jpg, 00001.jpg …; gives how many.

    `lines` are the words under the picture, each with the seconds it stands.
    """
    wanted: list[tuple[float, str]] = []
    start = 0.0
    for words, seconds in lines:
        start += seconds
        while len(wanted) < start * FRAMES_A_SECOND:
            wanted.append((len(wanted) / FRAMES_A_SECOND, words))
    for first in range(0, len(wanted), _CHUNK):
        _draw(scene, wanted[first : first + _CHUNK], first, folder)
    return len(wanted)


def _draw(scene: str, chunk: list[tuple[float, str]], first: int, folder: Path) -> None:
    pages = "\n#pagebreak()\n".join(f"#{scene}({time:.3f}, {_quoted(words)})" for time, words in chunk)
    source = f"{_COLOURS}{SCENES[scene]}{pages}"
    made = typst.compile(source.encode(), format="png", ppi=72)
    for offset, picture in enumerate(made if isinstance(made, list) else [made]):
        frame = Image.open(BytesIO(picture)).convert("RGB")
        frame.save(folder / f"{first + offset:05d}.jpg", quality=92, subsampling=0)


def _quoted(words: str) -> str:
    return '"' + words.replace("\\", "\\\\").replace('"', '\\"') + '"'
