/** HTTPS: the load balancer listens there, and hosts call AWS's APIs and registries there. */
export const HTTPS_PORT = 443;
