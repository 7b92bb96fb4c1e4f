"""Makes the world of the browser tests in the database of DATABASE_URL, and says as JSON who lives there."""

import json
import sys

from nyata.config import prepare


def main() -> int:
    """The cast of the tests: people, posts, sites, stages."""
    prepare.load_django()
    from nyata.people.models import Post
    from nyata.people.tests import factories

    cast = factories.cast()
    people = {
        name: {"nip": person.nip, "name": person.name, "pk": person.pk}
        for name, person in vars(cast).items()
        if hasattr(person, "nip")
    }
    assert Post.objects.exists()
    print(json.dumps({"people": people, "password": cast.password, "door": factories.DOOR, "site": cast.site.name}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
