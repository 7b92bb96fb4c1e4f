import os

from nyata.config.database import connect


def test_x():
    with connect(os.environ["DATABASE_URL"]) as c:
        print(c.execute("select version()").fetchone())
