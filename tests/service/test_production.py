import os

import pytest
from gunicorn.app.wsgiapp import WSGIApplication
from gunicorn.config import Config

from scoring_kit.service import production


def test_every_setting_is_one_of_gunicorn():
    own = {name for name in vars(production) if name.islower() and not name.startswith("_")}
    known = set(Config().settings)
    assert {"workers", "worker_class", "preload_app", "on_exit", "post_worker_init"} <= own & known


def test_gunicorn_takes_the_settings(monkeypatch):
    command = ["gunicorn", "-c", "python:scoring_kit.service.production", "-w", "3", "app:app"]
    monkeypatch.setattr("sys.argv", command)
    settings = WSGIApplication().cfg
    assert (settings.workers, settings.preload_app) == (3, False)
    assert settings.worker_class is production.Worker


@pytest.mark.parametrize(("name", "goes"), [(production.FOLDER + "x", True), ("mine", False)])
def test_the_folder_goes_that_was_made_for_one_start(tmp_path, monkeypatch, name, goes):
    folder = tmp_path / name
    folder.mkdir()
    monkeypatch.setenv(production.METRICS, os.fspath(folder))
    production.on_exit(None)
    assert folder.exists() is not goes
