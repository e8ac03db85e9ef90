/** What can be wrong with a score model, each with the place where it stands. */

export interface ModelFault {
  /** JSON pointer into the document. */
  pointer: string;
  code: string;
  zh: string;
  en: string;
}

/** Collects faults under a pointer. */
export interface FaultList {
  add(pointer: string, code: string, zh: string, en: string): void;
  readonly all: readonly ModelFault[];
}

export function faultList(): FaultList {
  const all: ModelFault[] = [];
  return {
    all,
    add: (pointer, code, zh, en) => {
      all.push({ pointer, code, zh, en });
    },
  };
}
