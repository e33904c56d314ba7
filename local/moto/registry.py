"""The embedded registry: moto keeps the manifests of images, a folder keeps their blobs.

moto 5.2.1 has no blobs, gives a manifest an id of its own instead of its digest, and does not know GetDownloadUrlForLayer.
Images are pushed by writing blobs into the folder and then PutImage: the operations that upload layers are missing, and so is
the registry's own HTTP API, so `docker push` does not work.
"""

import hashlib
import json
import re
from pathlib import Path
from typing import Any

PREFIX = "/embedded-aws/blobs/"
DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
CHUNK = 1 << 20


class Registry:
    """WSGI middleware that serves the blobs. Like the URLs of Amazon S3 that ECR answers with, it asks for no credentials."""

    def __init__(self, aws, folder: Path):
        self.aws = aws
        self.folder = folder

    def __call__(self, environ, start_response):
        path = environ["PATH_INFO"]
        if not path.startswith(PREFIX):
            return self.aws(environ, start_response)
        blob = blob_in(self.folder, path.removeprefix(PREFIX))
        if not blob or environ["REQUEST_METHOD"] != "GET":
            start_response("404 Not Found", [("Content-Length", "0")])
            return [b""]
        size = str(blob.stat().st_size)
        start_response("200 OK", [("Content-Type", "application/octet-stream"), ("Content-Length", size)])
        return chunks_of(blob)


def chunks_of(blob: Path):
    with blob.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk


def blob_in(folder: Path, digest: str) -> Path | None:
    """The file of a blob. The folder is an OCI layout (OCI Image Format Specification, "Image Layout Specification")."""
    path = folder / "blobs" / digest.replace(":", "/")
    return path if DIGEST.fullmatch(digest) and path.is_file() else None


def digests_of(manifest: str) -> list[str]:
    """The blobs that a manifest names. An index names other manifests instead."""
    parsed = json.loads(manifest)
    return [each["digest"] for each in [parsed.get("config"), *parsed.get("layers", [])] if each]


def apply(folder: Path) -> None:
    from moto.core.exceptions import ServiceException
    from moto.ecr.exceptions import RepositoryNotFoundException
    from moto.ecr.models import ECRBackend, Image
    from moto.ecr.responses import ECRResponse

    class LayersNotFoundException(ServiceException):
        code = "LayersNotFoundException"

    def digest_of(self: Image) -> str:
        return self._image_digest or "sha256:" + hashlib.sha256(self.image_manifest.encode()).hexdigest()

    def size_of(self: Image) -> int:
        return sum(layer["size"] for layer in json.loads(self.image_manifest).get("layers", []))

    put_image = ECRBackend.put_image

    def put_complete_image(self: ECRBackend, repository_name: str, image_manifest: str, *args: Any, **kwargs: Any) -> Image:
        missing = [digest for digest in digests_of(image_manifest) if not blob_in(folder, digest)]
        if missing:
            raise LayersNotFoundException(
                f"The image manifest references layers that do not exist in the registry: {', '.join(missing)}"
            )
        return put_image(self, repository_name, image_manifest, *args, **kwargs)

    def get_download_url_for_layer(self: ECRResponse) -> str:
        name, digest = self._get_param("repositoryName"), self._get_param("layerDigest")
        repository = self.ecr_backend.repositories.get(name)
        if not repository:
            raise RepositoryNotFoundException(name, self.current_account)
        named = {digest for image in repository.images for digest in digests_of(image.image_manifest)}
        if digest not in named or not blob_in(folder, digest):
            raise LayersNotFoundException(
                f"The layer with digest '{digest}' does not exist in the repository with name '{name}' "
                f"in the registry with id '{self.current_account}'"
            )
        return json.dumps({"downloadUrl": f"http://{self.headers['Host']}{PREFIX}{digest}", "layerDigest": digest})

    Image.get_image_digest = digest_of
    Image.get_image_size_in_bytes = size_of
    ECRBackend.put_image = put_complete_image
    ECRResponse.get_download_url_for_layer = get_download_url_for_layer
