"""What may be told of a fault: its kind and its place, never its words, which may be a person's."""

import traceback


def told(fault: BaseException) -> dict[str, str]:
    """Return what a log may keep; of several faults at once, the first."""
    while isinstance(fault, BaseExceptionGroup):
        fault = fault.exceptions[0]
    frames = traceback.extract_tb(fault.__traceback__)
    where = f"{frames[-1].filename}:{frames[-1].lineno}" if frames else ""
    return {"error": type(fault).__name__, "where": where}
