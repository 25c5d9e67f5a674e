# SPDX-License-Identifier: AGPL-3.0-or-later
"""What an academy sets: a TOML file, and ``LSL_SERVER_…`` in the environment, which wins."""

import os
from pathlib import Path
from typing import Final, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from platformdirs import user_data_path
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.phone import french_phone

PREFIX: Final = "LSL_SERVER_"


class Settings(BaseSettings):
    """The settings of one server.

    Attributes:
        data: folder of the database, the key and the livrets, unless these are set elsewhere.
        database_url: ``postgresql://user@host/name``; "" for SQLite in ``data``. May hold a password: never shown.
        objects_url: ``s3://bucket/prefix`` of S3-compatible storage for the livrets (credentials and endpoint by the
            usual ``AWS_…`` variables); "" for a folder in ``data``.
        key_file: the academy's private key; in ``data`` by default. Every machine that serves has the same.
        host: address listened at.
        port: port listened at; 0 lets the system choose.
        public_url: what Desks and people type, "" when it is ``http://host:port``.
        session: year of the session.
        trusted_proxies: addresses of the proxies whose ``X-Forwarded-For`` is believed, comma separated.
        upload_limit: bytes of a file sent to a page; the API has a limit of its own.
        timezone: in which the pages tell times (« Europe/Paris », « Indian/Reunion »).
        help_phone: whom centres call on the day, printed on their room sheets; "" for nobody.
        source_url: where the source of what runs here is offered (AGPL §13); "" when the server offers it itself.
        oidc_issuer: address of the OpenID provider people may sign in by; "" for local accounts only.
        oidc_client_id: this server's name there.
        oidc_client_secret: its password there.
        oidc_claim: the claim that is the login here, the first time; afterwards the provider's ``sub`` is.
        oidc_label: what the button says after « Se connecter avec ».
    """

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="forbid", frozen=True, validate_default=True)

    data: Path = Field(default_factory=lambda: user_data_path("lsl-server", appauthor=False))
    database_url: SecretStr = SecretStr("")
    objects_url: str = ""
    key_file: Path | None = None
    host: str = "127.0.0.1"
    port: int = Field(default=8350, ge=0, le=65535)
    public_url: str = ""
    session: int = Field(default=2026, ge=1808, le=2999)
    trusted_proxies: str = ""
    upload_limit: int = Field(default=2 * 1024**3, ge=1)
    timezone: str = "Europe/Paris"
    help_phone: str = ""
    source_url: str = ""
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: SecretStr = SecretStr("")
    oidc_claim: str = "preferred_username"
    oidc_label: str = "le compte de l’académie"

    @classmethod
    def load(cls, file: Path | None = None) -> Self:
        """Read the settings.

        Args:
            file: TOML; by default what ``LSL_SERVER_CONFIG`` names, else ``server.toml`` in ``LSL_SERVER_DATA``.

        Raises:
            Refusal: SETTINGS_UNREADABLE, with the names of the settings that cannot be.
        """
        chosen = file or _default_file()
        loader: type[Self] = type(cls.__name__, (cls,), {"model_config": SettingsConfigDict(toml_file=chosen)})
        try:
            return loader()
        except ValidationError as error:
            names = sorted({".".join(map(str, fault["loc"])) for fault in error.errors(include_input=False)})
            raise Refusal(Code.SETTINGS_UNREADABLE, where=", ".join(names)) from None
        except ValueError as error:  # not TOML, or not text
            raise Refusal(Code.SETTINGS_UNREADABLE, where="TOML") from error

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - pydantic's signature
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - pydantic's signature
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments, then the environment, then the file."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)

    @field_validator("timezone")
    @classmethod
    def _zone_known(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, OSError) as error:  # OSError: the name is a folder of the zones
            raise ValueError("no such zone") from error
        return name

    @field_validator("help_phone")
    @classmethod
    def _phone_written(cls, phone: str) -> str:
        try:
            return french_phone(phone) if phone.strip() else ""
        except Refusal as refusal:
            raise ValueError("no such phone") from refusal

    @property
    def database(self) -> str:
        """The database's address, whatever was set."""
        return self.database_url.get_secret_value() or f"sqlite:///{self.data / 'academy.sqlite'}"

    @property
    def key_path(self) -> Path:
        """Where the academy's private key is."""
        return self.key_file or self.data / "academy.key"

    @property
    def livrets(self) -> Path:
        """The folder of the livrets, when they are in one."""
        return self.data / "livrets"

    @property
    def url(self) -> str:
        """The address to give to Desks and people, without a slash at its end."""
        return (self.public_url or f"http://{self.host}:{self.port}").rstrip("/")


def _default_file() -> Path | None:
    named = os.environ.get(f"{PREFIX}CONFIG")
    if named:
        return Path(named)
    data = os.environ.get(f"{PREFIX}DATA")
    return Path(data, "server.toml") if data else None
