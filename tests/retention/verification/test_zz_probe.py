from tests.retention.verification.conftest import ON_SQLITE
import pytest
from tests.retention.verification.archive import *
from tests.retention.verification.conftest import ON_SQLITE
EDITS=["UPDATE log_head SET note = 'x' WHERE size = (SELECT max(size) FROM log_head)",
"UPDATE log_head SET note = 'x' WHERE size = (SELECT min(size) FROM log_head)",
"UPDATE log_head SET root = :b WHERE size = (SELECT min(size) FROM log_head)",
"UPDATE log_head SET root = :b WHERE size = (SELECT max(size) FROM log_head)",
"DELETE FROM log_head WHERE size = (SELECT min(size) FROM log_head)",
"UPDATE log_hash SET hash = :b WHERE level = 0 AND idx = 0",
"UPDATE log_hash SET hash = :b WHERE level = 2 AND idx = 0",
"DELETE FROM log_hash WHERE level = 1 AND idx = 0",
"UPDATE log_event SET entry = '01234567890123456789012345678901' WHERE idx = 1",
"UPDATE log_event SET kind = 'x' WHERE idx = 1",
"UPDATE log_event SET at = '2020-01-01 00:00:00' WHERE idx = 1",
"UPDATE log_event SET body = NULL, salt = NULL WHERE idx = 1",
]
@ON_SQLITE
@pytest.mark.parametrize("statement", EDITS)
def test_edit(archive, statement):
    v = {"b": b"0"*32} if ":b" in statement else {}
    archive.edit(statement, **v)
    ran = archive.site.run("verify","--json")
    print("PROBE", statement, ran.code, [p["code"]+" "+str(p["path"]) for p in (ran.json["problems"] if ran.out else [])], ran.err[-300:])
@ON_SQLITE
def test_files(archive):
    log = archive.site.location(SAFE)/"log"
    for t in ("tile/0/000.p","tile/entries/000.p"):
        f = sorted((log/t).iterdir(), key=lambda p:int(p.name))[0]
        flip(f)
    (log/"tile/0/005").write_bytes(b"x")
    (log/"checkpoints/99999").write_bytes(b"x")
    (log/"stranger").write_bytes(b"x")
    print("PROBE files", archive.verify())
