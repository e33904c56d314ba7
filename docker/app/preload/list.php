<?php

/*
 * Prints the files of the classes that most requests need: those that the application loads when it boots and answers /up, and
 * classes of Laravel that /up does not need, but an API does. Only files that declare one class and do nothing else are listed:
 * preloading compiles a file without running it.
 */

require __DIR__.'/probe.php';

const USED_BY_APIS = [
    'Illuminate\Auth' => 'AuthManager SessionGuard RequestGuard EloquentUserProvider Access\Gate Access\Response Middleware\Authenticate Middleware\Authorize',
    'Illuminate\Bus' => 'Dispatcher Queueable',
    'Illuminate\Cache' => 'CacheManager Repository DatabaseStore DatabaseLock RedisStore RateLimiter RateLimiting\Limit',
    'Illuminate\Database' => 'DatabaseManager MySqlConnection Connectors\ConnectionFactory Connectors\MySqlConnector Query\Builder Query\Expression Query\Grammars\MySqlGrammar Query\Processors\MySqlProcessor Events\ConnectionEstablished Events\QueryExecuted Events\StatementPrepared Events\TransactionBeginning Events\TransactionCommitted',
    'Illuminate\Database\Eloquent' => 'Model Builder Collection SoftDeletes SoftDeletingScope Factories\HasFactory Casts\Attribute Relations\BelongsTo Relations\BelongsToMany Relations\HasMany Relations\HasOne Relations\HasManyThrough Relations\MorphMany Relations\MorphTo Relations\Pivot',
    'Illuminate\Foundation\Auth' => 'User',
    'Illuminate\Foundation\Bus' => 'Dispatchable DispatchesJobs PendingDispatch',
    'Illuminate\Foundation\Http' => 'FormRequest Events\RequestHandled',
    'Illuminate\Foundation\Validation' => 'ValidatesRequests',
    'Illuminate\Hashing' => 'HashManager BcryptHasher',
    'Illuminate\Http' => 'JsonResponse RedirectResponse UploadedFile Resources\Json\JsonResource Resources\Json\AnonymousResourceCollection Resources\Json\PaginatedResourceResponse',
    'Illuminate\Log' => 'LogManager Logger Events\MessageLogged',
    'Illuminate\Pagination' => 'LengthAwarePaginator Paginator CursorPaginator',
    'Illuminate\Queue' => 'QueueManager SqsQueue Connectors\SqsConnector InteractsWithQueue SerializesModels',
    'Illuminate\Routing' => 'Controller ControllerDispatcher CallableDispatcher CompiledRouteCollection Middleware\SubstituteBindings Middleware\ThrottleRequests ResponseFactory UrlGenerator',
    'Illuminate\Session' => 'SessionManager Store DatabaseSessionHandler EncryptedStore Middleware\StartSession',
    'Illuminate\Support' => 'Carbon Collection LazyCollection Str Stringable Facades\Auth Facades\Cache Facades\DB Facades\Gate Facades\Hash Facades\Log Facades\Route Facades\Storage Facades\Validator',
    'Illuminate\Translation' => 'Translator FileLoader',
    'Illuminate\Validation' => 'Factory Validator Rule ValidationRuleParser ValidationException DatabasePresenceVerifier Rules\Exists Rules\Unique',
    'Laravel\Sanctum' => 'Guard PersonalAccessToken HasApiTokens Http\Middleware\EnsureFrontendRequestsAreStateful',
    'Monolog' => 'Logger LogRecord Level Handler\StreamHandler Formatter\LineFormatter Formatter\JsonFormatter Processor\PsrLogMessageProcessor',
    'Symfony\Component\HttpFoundation' => 'StreamedResponse BinaryFileResponse',
];

/** Whether a file only declares classes: statements besides would not run. class_exists() is Symfony's hint for preloading. */
function onlyDeclares(string $file): bool
{
    $depth = 0;
    $statement = null;
    foreach (PhpToken::tokenize(file_get_contents($file)) as $token) {
        if ($token->isIgnorable()) {
            continue;
        }
        if ($depth === 0 && $statement === null) {
            if (! $token->is([T_NAMESPACE, T_USE, T_DECLARE, T_CLASS, T_INTERFACE, T_TRAIT, T_ENUM, T_ABSTRACT, T_FINAL,
                T_READONLY, T_ATTRIBUTE, ';', 'class_exists'])) {
                return false;
            }
            $statement = $token->text;
        }
        $depth += match ($token->text) {
            '{', '${', '{$', '#[', '[' => 1, '}', ']' => -1, default => 0,
        };
        if ($depth === 0 && in_array($token->text, [';', '}', ']'])) {
            $statement = null;
        }
    }

    return true;
}

/**
 * Whether a file has an anonymous class with a parent or an interface, as Laravel's BladeCompiler has. Those parts may not be
 * preloaded, and PHP would warn of it at each start.
 */
function hasDependentAnonymousClass(string $file): bool
{
    $tokens = array_values(array_filter(PhpToken::tokenize(file_get_contents($file)), fn (PhpToken $token) => ! $token->isIgnorable()));
    $anonymous = false;
    foreach ($tokens as $i => $token) {
        if ($token->is(T_CLASS)) {
            $anonymous = ! $tokens[$i - 1]->is(T_DOUBLE_COLON) && ! $tokens[$i + 1]->is(T_STRING);
        } elseif ($token->is('{')) {
            $anonymous = false;
        } elseif ($anonymous && $token->is([T_EXTENDS, T_IMPLEMENTS])) {
            return true;
        }
    }

    return false;
}

/** The classes that a class is made of, without those of PHP. */
function partsOf(ReflectionClass $class): array
{
    $parts = [...$class->getInterfaceNames(), ...$class->getTraitNames()];
    if ($parent = $class->getParentClass()) {
        $parts[] = $parent->getName();
    }

    return array_filter($parts, fn (string $name) => (new ReflectionClass($name))->isUserDefined());
}

foreach (USED_BY_APIS as $namespace => $classes) {
    foreach (explode(' ', $classes) as $class) {
        try {
            class_exists("$namespace\\$class");
        } catch (Throwable) {
            // It needs a package or an extension that is not in this image.
        }
    }
}

$files = [];
$composer = getcwd().'/vendor/composer/';
foreach ([...get_declared_classes(), ...get_declared_interfaces(), ...get_declared_traits()] as $name) {
    $class = new ReflectionClass($name);
    $file = $class->getFileName();
    // An autoloader finds a class by the name of its file. Other files are required by their path, which would declare it twice.
    if ($file !== false && ! $class->isAnonymous() && basename($file) === $class->getShortName().'.php'
        && ! str_starts_with($file, $composer) && onlyDeclares($file) && ! hasDependentAnonymousClass($file)) {
        $files[$class->getName()] = $file;
    }
}

// A class whose parent is not preloaded would not be either, with a warning at each start.
do {
    $count = count($files);
    $files = array_filter($files, fn (string $name) => array_diff(partsOf(new ReflectionClass($name)), array_keys($files)) === [],
        ARRAY_FILTER_USE_KEY);
} while (count($files) < $count);

echo implode("\n", array_unique($files)), "\n";
