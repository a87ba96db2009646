"""Models that a migration makes in one go."""

import pytest
from django.db import ConnectionHandler, models
from django.db.migrations import CreateModel
from django.db.migrations.state import ProjectState
from django.db.migrations.writer import OperationWriter

from elearn.web.migrating import CreateModels

HOUSE = CreateModel("House", [("id", models.BigAutoField(primary_key=True))])
ROOM = CreateModel(
    "Room",
    [
        ("id", models.BigAutoField(primary_key=True)),
        ("house", models.ForeignKey("plan.house", models.CASCADE)),
        ("beside", models.ManyToManyField("self")),
    ],
    options={"constraints": [models.UniqueConstraint(fields=["house"], name="room_once")]},
)


@pytest.fixture
def states():
    """What there was before and what there is afterwards, as a migration keeps it: rendered before, not anew yet."""
    before = ProjectState()
    assert before.apps.get_models() == []
    after = before.clone()
    CreateModels([HOUSE, ROOM]).state_forwards("plan", after)
    return before, after


def test_the_models_are_those_that_are_made_one_by_one(states):
    one_by_one = ProjectState()
    HOUSE.state_forwards("plan", one_by_one)
    ROOM.state_forwards("plan", one_by_one)
    assert states[1] == one_by_one


def test_nothing_is_rendered_before_all_models_are_there(states):
    assert "apps" not in vars(states[1])
    assert [model.__name__ for model in states[1].apps.get_models()] == ["House", "Room"]


@pytest.mark.django_db
def test_tables_are_made_with_what_holds_them_together_and_taken_back(states):
    before, after = states
    connection = ConnectionHandler({"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}})["default"]
    with connection.schema_editor() as editor:
        CreateModels([HOUSE, ROOM]).database_forwards("plan", editor, before, after)
    names, cursor = connection.introspection, connection.cursor()
    assert sorted(names.table_names(cursor)) == ["plan_house", "plan_room", "plan_room_beside"]
    assert names.get_relations(cursor, "plan_room")["house_id"][:2] == ("id", "plan_house")
    assert names.get_constraints(cursor, "plan_room")["room_once"]["unique"]
    with connection.schema_editor() as editor:
        CreateModels([HOUSE, ROOM]).database_backwards("plan", editor, after, before)
    assert names.table_names(cursor) == []
    connection.close()


def test_it_can_be_written_down():
    text, imports = OperationWriter(CreateModels([HOUSE])).serialize()
    assert text.split("(")[0].strip() == "elearn.web.migrating.CreateModels"
    assert "import elearn.web.migrating" in imports
