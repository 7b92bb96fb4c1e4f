"""Static files with hashed names, imports between ES modules included."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStatic(CompressedManifestStaticFilesStorage):
    """Rewrites `import "./x.js"` to the hashed name, so a cached module never meets a newer neighbour."""

    support_js_module_import_aggregation = True
