"""Makes the tables in the database of DATABASE_URL; the houses of the browser tests are copies of it."""

from nyata.config import prepare

if __name__ == "__main__":
    prepare.load_django()
    prepare.migrate()
