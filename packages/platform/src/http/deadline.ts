/** The work's result, or the error made by `expire` when it takes longer than `ms`; 0 is no limit. */
export function withDeadline<T>(work: Promise<T>, ms: number, expire: () => Error): Promise<T> {
  if (ms === 0) return work;
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(expire()), ms);
    work.then(
      (value) => {
        clearTimeout(timer);
        resolve(value);
      },
      (error) => {
        clearTimeout(timer);
        reject(error);
      },
    );
  });
}
