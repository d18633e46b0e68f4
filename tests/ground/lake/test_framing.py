"""What was framed is read back; what is torn or damaged is never mistaken for something else."""

from hypothesis import given
from hypothesis import strategies as st

from regulars.ground.lake.framing import frame, payloads

Payloads = st.lists(st.binary(max_size=60), max_size=6)


def _read(data: bytes) -> list[bytes]:
    return [bytes(payload) for payload, _ in payloads(memoryview(data))]


@given(Payloads)
def test_reading_gives_back_what_was_framed(written: list[bytes]) -> None:
    assert _read(b"".join(map(frame, written))) == written


@given(Payloads, st.data())
def test_a_tail_torn_anywhere_costs_only_the_record_it_tore(
    written: list[bytes], data: st.DataObject
) -> None:
    frames = [frame(payload) for payload in written]
    whole = b"".join(frames)
    cut = data.draw(st.integers(0, len(whole)))
    sizes = [len(b"".join(frames[: number + 1])) for number in range(len(frames))]
    assert _read(whole[:cut]) == [payload for payload, end in zip(written, sizes, strict=True) if end <= cut]


@given(Payloads.filter(bool), st.data())
def test_a_flipped_bit_never_yields_a_record_nobody_wrote(written: list[bytes], data: st.DataObject) -> None:
    whole = bytearray(b"".join(map(frame, written)))
    at = data.draw(st.integers(0, len(whole) - 1))
    whole[at] ^= 1 << data.draw(st.integers(0, 7))
    found = _read(bytes(whole))
    assert found == written[: len(found)]
    assert len(found) < len(written)


@given(st.integers(0, 300))
def test_a_run_of_zeros_is_not_a_record(length: int) -> None:
    assert _read(frame(b"x") + bytes(length)) == [b"x"]


@given(st.binary(max_size=200))
def test_any_bytes_can_be_read_without_an_error(noise: bytes) -> None:
    _read(noise)


def test_offsets_lead_on_to_the_next_record() -> None:
    data = memoryview(frame(b"one") + frame(b"two"))
    first, end = next(payloads(data))
    assert bytes(first) == b"one"
    assert [bytes(payload) for payload, _ in payloads(data, end)] == [b"two"]
