"""Which face engine a template was made with: templates of different engines do not mix."""

from nyata.faces.weights import EMBEDDER

ENGINE = EMBEDDER.sha256[:16]
