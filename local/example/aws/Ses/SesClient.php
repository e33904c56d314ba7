<?php

namespace Aws\Ses;

use AsyncAws\Ses\SesClient as AsyncClient;
use Aws\Result;

/**
 * What Laravel's SES transport calls of the AWS SDK for PHP, which Debian does not have, on AsyncAws, which it has. It knows one
 * operation, and sends it by API v2: AsyncAws has no other. IAM asks for the same right.
 */
class SesClient
{
    private AsyncClient $client;

    public function __construct(array $options)
    {
        $this->client = new AsyncClient(['region' => $options['region']]);
    }

    public function sendRawEmail(array $input): Result
    {
        $sent = $this->client->sendEmail([
            'FromEmailAddress' => $input['Source'],
            'Destination' => ['ToAddresses' => $input['Destinations']],
            'Content' => ['Raw' => ['Data' => $input['RawMessage']['Data']]],
        ]);

        return new Result(['MessageId' => $sent->getMessageId()]);
    }
}
