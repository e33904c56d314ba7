<?php

namespace Aws\S3;

use AsyncAws\Core\AbstractApi;
use AsyncAws\Core\Request;
use AsyncAws\Core\Response;
use AsyncAws\Core\Signer\SignerV4;
use AsyncAws\Core\Signer\SigningContext;
use AsyncAws\Core\Stream\StreamFactory;
use Aws\Result;

/**
 * What the example asks of the AWS SDK for PHP for its disk "s3", on the core of AsyncAws: Debian has neither that SDK nor the
 * S3 client of AsyncAws. It knows two operations, and addresses the bucket in the path.
 */
class S3Client extends AbstractApi
{
    public function __construct(array $options)
    {
        parent::__construct(['region' => $options['region']]);
    }

    /** A body that is a stream is sent as one: memory does not grow with the file. */
    public function putObject(array $input): Result
    {
        $this->send('PUT', $input, $input['Body'])->resolve();

        return new Result([]);
    }

    public function getObject(array $input): Result
    {
        return new Result(['Body' => $this->send('GET', $input)->getContent()]);
    }

    protected function getEndpointMetadata(?string $region): array
    {
        return [
            'endpoint' => "https://s3.$region.amazonaws.com", 'signRegion' => $region, 'signService' => 's3',
            'signVersions' => ['v4'],
        ];
    }

    protected function getSignerFactories(): array
    {
        return ['v4' => fn (string $service, string $region) => new class($service, $region) extends SignerV4
        {
            /** Not as one string, as for other services. */
            protected function convertBodyToStream(SigningContext $context): void {}
        }];
    }

    /** S3 requires the hash of the body as a header ("Signature calculations", Amazon S3 API Reference). */
    private function send(string $method, array $input, mixed $body = null): Response
    {
        $stream = StreamFactory::create($body);
        $path = '/'.$input['Bucket'].'/'.str_replace('%2F', '/', rawurlencode($input['Key']));

        $headers = ['content-type' => 'application/octet-stream', 'x-amz-content-sha256' => $stream->hash()];

        return $this->getResponse(new Request($method, $path, [], $headers, $stream));
    }
}
