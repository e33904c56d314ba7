/**
 * Memory of a container host that the ECS agent does not offer to tasks (`ECS_RESERVED_MEMORY`). It is for the operating
 * system, Docker, and the agents of ECS and Systems Manager.
 */
export const RESERVED_MEMORY_MIB = 128;
