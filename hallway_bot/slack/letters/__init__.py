"""What is written in each kind of message that Hallway sends by itself."""

from ...domain.attention import Kind
from ..courier import Write

WRITERS: dict[Kind, Write] = {}
