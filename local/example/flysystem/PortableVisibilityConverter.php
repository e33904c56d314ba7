<?php

namespace League\Flysystem\AwsS3V3;

/** Laravel passes one to the adapter. The bucket has no ACLs, so it converts nothing. */
class PortableVisibilityConverter
{
    public function __construct(string $visibility) {}
}
