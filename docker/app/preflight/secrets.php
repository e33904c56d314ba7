<?php

/** What Terraform writes into the parameter of a secret that an operator sets (constructs/data/secret-parameter.ts). */
const NOT_SET = 'not set yet';

/** The secrets that the operator has not set. Nothing would fail before the application uses one. */
function problemsOfTheSecrets(array $environment): array
{
    return array_map(
        fn (string $name) => "$name is not set yet. Fix: npm run ops -- secret set <environment> $name",
        array_keys($environment, NOT_SET, true),
    );
}
