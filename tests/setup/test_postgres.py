from nyata.config.database import connect
import os
def test_x():
    with connect(os.environ["DATABASE_URL"]) as c:
        print(c.execute("select version()").fetchone())
