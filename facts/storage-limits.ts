/** A gp3 volume of a host ("CreateVolume", Amazon EC2 API Reference). */
export const LARGEST_VOLUME_GIB = 65_536;

/** gp3 storage of MySQL ("Amazon RDS DB instance storage", Amazon RDS User Guide). */
export const SMALLEST_STORAGE_GIB = 20;
export const LARGEST_STORAGE_GIB = 65_536;

/**
 * The ceiling of storage autoscaling must be at least this much above the storage ("Managing capacity automatically with
 * Amazon RDS storage autoscaling", Amazon RDS User Guide).
 */
export const LEAST_GROWTH_PERCENT = 10;

/** The size up to which RDS grows a volume, or `undefined` if it does not grow: RDS rejects a ceiling equal to the size. */
export const storageCeilingOf = (storage: {
  readonly storageGiB: number;
  readonly maximumStorageGiB: number;
}): number | undefined =>
  storage.maximumStorageGiB === storage.storageGiB ? undefined : storage.maximumStorageGiB;

/** The lowest ceiling of storage autoscaling, for this much storage. */
export const leastCeilingOf = (storageGiB: number) =>
  Math.ceil((storageGiB * (100 + LEAST_GROWTH_PERCENT)) / 100);
