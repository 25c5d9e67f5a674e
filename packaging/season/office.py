# SPDX-License-Identifier: AGPL-3.0-or-later
"""The exam office of an invented academy through a season: its lists, its two officers at the pages, its server."""

from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from argon2 import PasswordHasher
from starlette.testclient import TestClient

from lsl_desk.domain.anomalies import Anomaly
from lsl_desk.domain.ids import JuryId
from lsl_desk.domain.rights import AccountRole, Actor, Kind
from lsl_desk.members.opening import open_members
from lsl_desk.server.app import create_app
from lsl_desk.server.db import people, publications
from lsl_desk.server.services import accounts, enrolling, erasures, juries, retention
from lsl_desk.server.services.academy import create_academy
from lsl_desk.server.services.drawn import Drawn, drawn
from lsl_desk.server.services.imports import candidates, exam_marks, registers
from lsl_desk.server.services.imports.inspecting import inspecting
from lsl_desk.server.services.imports.livrets import import_livrets
from lsl_desk.server.services.passwords import Passwords
from lsl_desk.server.settings import Settings
from tests.builders import livret_pdf
from tests.server.browsers import problem_in, send, sign_in
from tests.server.serving import serving

CENTRE, SCHOOL = "0999999A", "0999998B"
PASSWORD = "quatre mots sans lien"  # noqa: S105 - of an invented academy
HEAD, PRESIDENT = "chef@exemple.invalid", "president@exemple.invalid"
SCHOOL_HEAD = "etablissement@exemple.invalid"
OFFICERS = ("dec.un@exemple.invalid", "dec.deux@exemple.invalid")
ZONE = ZoneInfo("Europe/Paris")


class Clock:
    """Any day of 2018, which leaps when the season says so; the seconds go by as they do."""

    def __init__(self) -> None:
        self._began = datetime.now(UTC)
        self.day = datetime(2018, 7, 2, 8, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        """UTC, now."""
        return self.day + (datetime.now(UTC) - self._began)

    now = __call__

    def leap(self, **span: float) -> None:
        """Go on by so much."""
        self.day += timedelta(**span)


class Office:
    """Everything that the academy does in the season."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        self.settings = Settings(data=folder / "academy", session=2018)
        self.academy = replace(create_academy(self.settings, "Académie inventée"), clock=clock)
        self.app = create_app(self.academy, self.settings)
        cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
        self.app.state.passwords = Passwords(cheap)
        self.clock = clock
        self._folder = folder
        self._life = ExitStack()
        self.lists = 0
        for login, role in (
            (HEAD, AccountRole.CHEF_DE_CENTRE),
            (SCHOOL_HEAD, AccountRole.CHEF_ETABLISSEMENT),
            *((one, AccountRole.GESTIONNAIRE_DEC) for one in OFFICERS),
        ):
            self._person(login, role, cheap)

    # ------------------------------------------------------------------------------------------------ lists

    def take(self, kind: str, lines: Iterable[str]) -> None:
        """Import a list, which must be whole."""
        if blocked := self.kept_out(kind, lines):
            raise AssertionError(f"the list of {kind} was not taken: {blocked}")

    def kept_out(self, kind: str, lines: Iterable[str]) -> tuple[Anomaly, ...]:
        """Import a list; what kept it out whole, nothing when it was taken."""
        data = "\n".join(lines).encode()
        name = f"{kind}.csv"
        self.lists += 1
        given = {
            "etablissements": lambda: registers.import_schools(self.academy, data, name, apply=True),
            "centres": lambda: registers.import_centres(self.academy, data, name, apply=True),
            "jurys": lambda: registers.import_juries(self.academy, data, name, apply=True),
            "presidents": lambda: registers.import_seats(self.academy, data, name, apply=True),
            "membres": lambda: registers.import_members(self.academy, data, name, apply=True),
            "candidats": lambda: candidates.import_candidates(self.academy, data, name, apply=True),
            "notes": lambda: exam_marks.import_marks(self.academy, data, name, apply=True),
        }
        report = given[kind]()
        assert report.applied is not bool(report.blocked)
        return report.blocked

    def livrets(self, numbers: Sequence[str]) -> None:
        """Import one livret a number, in the shape in which a school’s parcel comes."""
        parcel = self._folder / f"parcel-{self.lists}"
        parcel.mkdir()
        for number in numbers:
            (parcel / f"{number}.pdf").write_bytes(livret_pdf(number, 2))
        members = open_members(str(parcel))
        try:
            with inspecting() as inspect:
                import_livrets(self.academy, members, inspect, apply=True)
        finally:
            members.close()

    def publish_lists(self) -> None:
        """Sign what the juries hold now."""
        juries.publish(self.academy)

    # ----------------------------------------------------------------------------------------------- server

    def serve(self) -> str:
        """Start answering; the address, which is another one after a cut."""
        return self._life.enter_context(serving(self.app))

    def cut(self) -> None:
        """Stop answering."""
        self._life.close()

    def close(self) -> None:
        """Let go of everything."""
        self.cut()
        self.academy.database.close()

    def accept(self, enrolment: str, login: str) -> None:
        """Somebody compared the six digits."""
        by = Actor(Kind.PERSON, AccountRole.ADMINISTRATEUR)
        with self.academy.database.writing() as connection:
            owner = people.by_login(connection, login)
            assert owner is not None
            enrolling.approve(connection, enrolment, owner=owner.id, by=by, now=self.clock())

    # ------------------------------------------------------------------------------------------------ pages

    def officer(self, rank: int) -> TestClient:
        """The browser of one of the two officers, signed in anew."""
        client = TestClient(self.app, base_url="http://testserver", follow_redirects=False)
        assert sign_in(client, OFFICERS[rank], PASSWORD).headers["location"] == "/"
        return client

    def school(self) -> TestClient:
        """The browser of the head of the school of origin, signed in anew."""
        client = TestClient(self.app, base_url="http://testserver", follow_redirects=False)
        assert sign_in(client, SCHOOL_HEAD, PASSWORD).headers["location"] == "/"
        return client

    def publish(self, group: int, excluded: Iterable[str] = ()) -> None:
        """Two officers publish a group for the next hour."""
        at = (self.clock() + timedelta(minutes=10)).astimezone(ZONE)
        one, other = self.officer(0), self.officer(1)
        done = send(one, f"/publication/{group}", "/publication", jour=f"{at:%Y-%m-%d}", heure=f"{at:%H:%M}")
        assert done.headers.get("location") == "/publication?fait=propose", problem_in(done.text)
        with self.academy.database.reading() as connection:
            waiting = publications.publications(connection, group)[0].id
        out = {f"motif-{jury}": "ne siège pas ce jour" for jury in excluded}
        done = send(other, f"/publication/{waiting}/confirmation", "/publication", **out)
        assert done.headers.get("location") == "/publication?fait=confirme", problem_in(done.text)

    def send_visas(self, group: int) -> str:
        """Ask for the lot of a group; what was refused, "" when it left."""
        done = send(self.officer(0), f"/visas/{group}", "/visas")
        return problem_in(done.text) if done.status_code != 303 else ""

    def sealed(self) -> list[tuple[str, bytes]]:
        """Every envelope of visas that was sent, as an officer downloads it."""
        client = self.officer(0)
        with self.academy.database.reading() as connection:
            sent = [
                (lot.id, jury)
                for lot in publications.lots(connection)
                for jury in publications.envelopes(connection, lot.id)
            ]
        return [(f"{lot}-{jury}", client.get(f"/visas/lots/{lot}/{jury}").content) for lot, jury in sent]

    def silent(self) -> set[str]:
        """Whose posts told no erasure though the date of one of their juries has passed."""
        with self.academy.database.reading() as connection:
            found = erasures.centres(self.academy, connection, retention.lines(self.academy, connection))
        return {post.name for centre in found for post in centre.silent}

    def drawn(self, jury: str) -> Drawn:
        """The PV as the academy draws it up."""
        with self.academy.database.reading() as connection:
            return drawn(self.academy, connection, JuryId(jury))

    def _person(self, login: str, role: AccountRole, cheap: PasswordHasher) -> None:
        if role is AccountRole.CHEF_DE_CENTRE:
            self.take("centres", ("Code UAI;Nom", f"{CENTRE};Lycée inventé"))
        if role is AccountRole.CHEF_ETABLISSEMENT:
            self.take("etablissements", ("Code UAI;Nom;Téléphone", f"{SCHOOL};Lycée d’origine;01 99 00 12 34"))
        with self.academy.database.writing() as connection:
            made = accounts.create(
                connection,
                login=login,
                name=f"Personne {login.partition('@')[0]}",
                role=role,
                centre=CENTRE if role is AccountRole.CHEF_DE_CENTRE else None,
                school=SCHOOL if role is AccountRole.CHEF_ETABLISSEMENT else None,
                by="",
                now=self.clock(),
            )
            people.set_password(connection, made.account, cheap.hash(PASSWORD))
            people.drop_code(connection, made.account)
