"""How good a rendition is, and what would make a rung of ours as good as a peer's."""

import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ..ffmpeg.ladder import Rung
from ..ffmpeg.run import run

__all__ = ["Quality", "ssim"]

_TIMEOUT = 3600
_SSIM_A_STEP = 0.0018  # what one step of CRF changes, near 23
_MOST_STEPS = 3.0
_AT_THE_CEILING = 0.8  # of the ceiling used on average: more quality needs a higher one


def ssim(rendition: Path, source: Path, width: int, height: int) -> float:
    """SSIM against the source at the rendition's size, scaled as ffmpeg scales by default."""
    size = f"scale={width}:{height}:flags=bicubic,setsar=1,format=yuv420p,settb=1/90000"
    tail = run(
        ["-v", "info", "-i", f"file:{rendition}", "-i", f"file:{source}", "-filter_complex",
         f"[0:v]{size}[a];[1:v]{size}[b];[a][b]ssim=shortest=1", "-an", "-f", "null", "-"],
        timeout=_TIMEOUT,
    )  # fmt: skip
    return float(re.findall(r"All:([\d.]+)", tail)[-1])


@dataclass(frozen=True)
class Quality:
    """A rung of ours beside the peer's of the same size."""

    rung: Rung
    ours: dict[str, Any]
    theirs: dict[str, Any]

    @property
    def delta(self) -> float:
        return float(self.ours["ssim"] - self.theirs["ssim"])

    def nearer(self, seconds: float) -> Rung:
        """The rung with what should bring it nearer: another quality, or a higher ceiling where that is what binds."""
        steps = max(-_MOST_STEPS, min(_MOST_STEPS, self.delta / _SSIM_A_STEP))
        binds = self.ours["bytes"] * 8 / seconds >= _AT_THE_CEILING * self.rung.ceiling
        if binds and steps < 0:
            return replace(self.rung, ceiling=round(self.rung.ceiling * (1 - steps * 0.12)))
        return replace(self.rung, quality=self.rung.quality + steps)
