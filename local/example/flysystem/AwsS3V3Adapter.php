<?php

namespace League\Flysystem\AwsS3V3;

use Aws\S3\S3Client;
use League\Flysystem\Config;
use League\Flysystem\FileAttributes;
use League\Flysystem\FilesystemAdapter;

/**
 * The adapter of the disk "s3", which Debian does not have (league/flysystem-aws-s3-v3), as far as the example uses it: it writes
 * and reads files.
 */
class AwsS3V3Adapter implements FilesystemAdapter
{
    public function __construct(private S3Client $client, private string $bucket) {}

    public function write(string $path, string $contents, Config $config): void
    {
        $this->client->putObject(['Bucket' => $this->bucket, 'Key' => $path, 'Body' => $contents]);
    }

    public function writeStream(string $path, $contents, Config $config): void
    {
        $this->client->putObject(['Bucket' => $this->bucket, 'Key' => $path, 'Body' => $contents]);
    }

    public function read(string $path): string
    {
        return $this->client->getObject(['Bucket' => $this->bucket, 'Key' => $path])['Body'];
    }

    public function readStream(string $path)
    {
        $stream = fopen('php://temp', 'r+');
        fwrite($stream, $this->read($path));
        rewind($stream);

        return $stream;
    }

    public function fileExists(string $path): bool
    {
        return $this->refuse(__FUNCTION__);
    }

    public function directoryExists(string $path): bool
    {
        return $this->refuse(__FUNCTION__);
    }

    public function delete(string $path): void
    {
        $this->refuse(__FUNCTION__);
    }

    public function deleteDirectory(string $path): void
    {
        $this->refuse(__FUNCTION__);
    }

    public function createDirectory(string $path, Config $config): void
    {
        $this->refuse(__FUNCTION__);
    }

    public function setVisibility(string $path, string $visibility): void
    {
        $this->refuse(__FUNCTION__);
    }

    public function visibility(string $path): FileAttributes
    {
        return $this->refuse(__FUNCTION__);
    }

    public function mimeType(string $path): FileAttributes
    {
        return $this->refuse(__FUNCTION__);
    }

    public function lastModified(string $path): FileAttributes
    {
        return $this->refuse(__FUNCTION__);
    }

    public function fileSize(string $path): FileAttributes
    {
        return $this->refuse(__FUNCTION__);
    }

    public function listContents(string $path, bool $deep): iterable
    {
        return $this->refuse(__FUNCTION__);
    }

    public function move(string $source, string $destination, Config $config): void
    {
        $this->refuse(__FUNCTION__);
    }

    public function copy(string $source, string $destination, Config $config): void
    {
        $this->refuse(__FUNCTION__);
    }

    private function refuse(string $method): never
    {
        throw new \BadMethodCallException("The adapter of the example application does not have $method().");
    }
}
