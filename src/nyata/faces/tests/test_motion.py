"""Which moves were made."""

from nyata.faces.motion import AskedMove, MotionLimits, Move, Pose, moves_seen, read_moves

LIMITS = MotionLimits()


def poses(turns: list[float | None], reaches: list[float] | None = None) -> list[Pose]:
    reaches = reaches or [100.0] * len(turns)
    return [
        Pose(500.0 * at, turn, None if turn is None else reach)
        for at, (turn, reach) in enumerate(zip(turns, reaches, strict=True))
    ]


def names(turns: list[float | None], reaches: list[float] | None = None) -> list[str]:
    return [str(move.move) for move in read_moves(poses(turns, reaches), LIMITS)[0]]


def test_left_then_right_is_read_in_order():
    assert names([0, 0.1, 0.3, 0.1, 0, -0.3, -0.1, 0]) == ["left", "right"]


def test_a_turn_short_of_the_limit_is_no_move():
    assert names([0, 0.19, 0]) == []
    assert names([0, 0.20, 0]) == ["left"]


def test_coming_closer_is_read_from_the_size_and_not_from_a_turn():
    assert names([0] * 6, [100, 100, 125, 130, 100, 100]) == ["closer"]
    assert names([0] * 6, [100, 100, 110, 112, 100, 100]) == []


def test_a_turn_with_a_tremble_at_its_top_is_one_move():
    assert names([0, 0.25, 0.18, 0.26, 0]) == ["left"]


def test_a_frame_without_a_face_does_not_split_a_move():
    assert names([0, 0.25, None, 0.26, 0]) == ["left"]


def test_a_person_who_holds_the_head_a_little_turned_is_measured_from_there():
    assert names([0.1, 0.1, 0.35, 0.1]) == ["left"]


def test_whoever_never_looks_at_the_camera_makes_no_moves():
    seen = moves_seen(poses([0.4, 0.5, 0.6]), [AskedMove(Move.LEFT)], LIMITS)
    assert seen.frontal is None
    assert not seen.all_done(LIMITS)


def test_moves_in_the_wrong_order_are_not_done():
    seen = moves_seen(poses([0, 0.3, 0, -0.3, 0]), [AskedMove(Move.RIGHT), AskedMove(Move.LEFT)], LIMITS)
    assert seen.done == (True, False)


def test_a_move_outside_its_time_is_not_done():
    turns = poses([0, 0, 0, 0, 0, 0.3, 0])
    assert moves_seen(turns, [AskedMove(Move.LEFT, 2000, 3000)], LIMITS).done == (True,)
    assert moves_seen(turns, [AskedMove(Move.LEFT, 0, 1600)], LIMITS).done == (False,)
    assert moves_seen(turns, [AskedMove(Move.LEFT, 2900, 4000)], LIMITS).done == (False,)


def test_somebody_who_shakes_the_head_all_the_time_does_not_pass():
    turns = poses([0, 0.3, -0.3, 0.3, -0.3, 0.3, -0.3, 0])
    seen = moves_seen(turns, [AskedMove(Move.LEFT), AskedMove(Move.RIGHT)], LIMITS)
    assert all(seen.done)
    assert not seen.all_done(LIMITS)


def test_nothing_asked_and_nothing_done_is_well():
    assert moves_seen(poses([0, 0]), [], LIMITS).all_done(LIMITS)
