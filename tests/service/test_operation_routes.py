import threading

from tests.service.served import ROW, WIDE, Registered, Served


def test_a_service_lives_and_is_ready(served):
    assert [served.ask("GET", path).text for path in ("/livez", "/readyz")] == ["ok\n", "ok\n"]


def test_many_who_ask_whether_it_is_ready_share_one_look(registered, monkeypatch):
    looks = []

    async def look():
        looks.append(1)

    with Served(registered) as service:
        monkeypatch.setattr(service.app.state.running.registry, "environments", look)
        assert {service.ask("GET", "/readyz").status_code for _ in range(30)} == {200}
    assert len(looks) < 30


def test_without_its_registry_it_lives_and_is_not_ready(tmp_path):
    registered = Registered(tmp_path, WIDE)
    with Served(registered) as service:
        for path in tmp_path.iterdir():
            path.unlink()
        service.runner.run(service.app.state.running.registry.close())  # as connections end
        ready = service.ask("GET", "/readyz")
        lives = service.ask("GET", "/livez")
    assert (lives.status_code, ready.status_code) == (200, 503)
    assert (ready.headers["retry-after"], ready.json()["code"]) == ("1", "registry")
    assert str(tmp_path) not in ready.text
    assert "SELECT" not in ready.text


def test_metrics_count_what_was_asked(served, registered):
    served.score({"row": ROW})
    answer = served.ask("GET", "/metrics", key=registered.read)
    assert answer.headers["content-type"].startswith("text/plain")
    assert 'route="/v1/scorecards/{name}/score",status="200"' in answer.text


def test_metrics_are_gathered_in_a_thread_as_files_of_all_processes_are_read(
    served, registered, monkeypatch
):
    threads = []

    def text():
        threads.append(threading.current_thread())
        return b"none\n"

    monkeypatch.setattr(served.app.state.metrics, "text", text)
    assert served.ask("GET", "/metrics", key=registered.read).text == "none\n"
    assert threads[0] is not threading.main_thread()
