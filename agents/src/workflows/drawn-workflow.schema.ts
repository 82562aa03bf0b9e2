export interface DrawnStep {
  id: string;
  kind: 'action' | 'wait' | 'branch' | 'loop' | 'end';
  text: string;
  /** Something leaves the house. */
  isOutside?: boolean;
  /** Of a branch. */
  yes?: DrawnStep[];
  no?: DrawnStep[];
  /** Of a loop. */
  inner?: DrawnStep[];
}

export interface DrawnWorkflow {
  begins: string;
  /** What has to be set up before it can be turned on. */
  needs: string[];
  steps: DrawnStep[];
}
