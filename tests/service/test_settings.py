import pytest
from pydantic import ValidationError

from scoring_kit.service.settings import Settings


def test_settings_are_read_from_the_environment(monkeypatch):
    monkeypatch.setenv("SCORING_KIT_REGISTRY", "postgresql://me:secret@host/scores")
    monkeypatch.setenv("SCORING_KIT_ROW_LIMIT", "7")
    settings = Settings()
    assert settings.registry.get_secret_value() == "postgresql://me:secret@host/scores"
    assert settings.row_limit == 7


def test_the_address_of_the_registry_does_not_show():
    settings = Settings(registry="postgresql://me:secret@host/scores")
    assert "secret" not in repr(settings) + str(settings) + settings.model_dump_json()


def test_a_wrong_setting_does_not_show_the_others():
    with pytest.raises(ValidationError, match="row_limit") as failure:
        Settings(registry="postgresql://me:secret@host/scores", row_limit=0)
    assert "secret" not in str(failure.value)


def test_live_versions_are_remembered_for_a_second_at_most():
    with pytest.raises(ValidationError, match="less than or equal to 1"):
        Settings(freshness=1.5)


def test_tokens_need_an_issuer_and_an_audience(tmp_path):
    with pytest.raises(ValidationError, match="set jwt_issuer and jwt_audience too"):
        Settings(jwks=tmp_path / "keys.json", jwt_issuer="https://issuer")


@pytest.mark.parametrize("algorithm", ["none", "HS256"])
def test_tokens_without_a_public_key_cannot_be_allowed(algorithm):
    with pytest.raises(ValidationError, match="jwt_algorithms"):
        Settings(jwt_algorithms=(algorithm,))
