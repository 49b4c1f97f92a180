from threading import Event

from scoring_kit.playground.settling import Settling


class Work:
    """Work that waits for a sign, so that wishes can come meanwhile."""

    def __init__(self):
        self.began, self.go, self.done = [], Event(), []
        self.all = Event()

    def do(self, asked):
        self.began.append(asked["n"])
        assert self.go.wait(10)
        return {"n": asked["n"]}

    def tell(self, answer):
        self.done.append(answer["n"])
        if answer["n"] == "last":
            self.all.set()


def test_of_the_wishes_of_one_screen_the_newest_is_done():
    work = Work()
    settling = Settling(work.do, work.tell)
    settling.ask({"view": "a", "n": "first"})
    while not work.began:
        pass
    for number in ("second", "third"):
        settling.ask({"view": "a", "n": number})
    settling.ask({"view": "b", "n": "last"})
    work.go.set()
    assert work.all.wait(10)
    assert work.done == ["first", "third", "last"]
    settling.close()
