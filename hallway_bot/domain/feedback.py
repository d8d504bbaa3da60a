"""What colleagues made of a lesson, and what that is worth when lessons are ranked.

Each person counts once a lesson, with their newest word, and authors do not count for their
own (the store sees to both). The difference between "held" and "did not hold" is smoothed as
if one trial of each kind had been there before (Laplace's rule of succession), so that a
single trial moves little; readers who were helped add up ever more slowly.
"""

from dataclasses import dataclass

# A trial says more than a click: it weighs twice as much.
_TRIALS, _HELPED = 2.0, 1.0
# So many readers who were helped give half of what helping can give.
_HALF = 5
# What all feedback together can do to a lesson's score in an answer. Two lessons that lie
# further apart than twice this keep their order, whatever people said.
IN_ANSWERS = 0.03
# And to what a lesson says about its author's knowledge: at most half more, a third less.
IN_KNOWING = 0.5


@dataclass(frozen=True, slots=True)
class Feedback:
    """How many colleagues one lesson helped, and for how many it held or did not."""

    helped: int = 0
    held: int = 0
    did_not_hold: int = 0

    @property
    def tried(self) -> int:
        """How many tried it and said how it went."""
        return self.held + self.did_not_hold

    @property
    def esteem(self) -> float:
        """Between -2/3 and 1, 0 without feedback; more of what is good never lowers it."""
        trials = (self.held - self.did_not_hold) / (self.tried + 2)
        helped = self.helped / (self.helped + _HALF)
        return (_TRIALS * trials + _HELPED * helped) / (_TRIALS + _HELPED)


NO_FEEDBACK = Feedback()
