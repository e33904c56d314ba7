<?php

// For opcache.preload: the entrypoint sets it for php-fpm.
foreach (file(__DIR__.'/classes.txt', FILE_IGNORE_NEW_LINES | FILE_SKIP_EMPTY_LINES) as $file) {
    opcache_compile_file($file);
}
