import { S3ServiceException } from "@aws-sdk/client-s3";

/** Whether S3 refused a conditional write: the object has changed (412), or another write is in progress (409). */
export const isRefusedWrite = (error: unknown): boolean =>
  error instanceof S3ServiceException && [409, 412].includes(error.$metadata.httpStatusCode ?? 0);
