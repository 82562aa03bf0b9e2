import { DamagedFileError } from './damaged-file-error.ts';
import { DamagedPage, PAGE_HEADER_BYTES, PAGE_KIND, PageFile, type Tree, treeAt } from './page-file.ts';

const NODE_HEADER_BYTES = 8;
const OVERFLOW_BYTES = 24;
const TREE_BYTES = 48;
/** What the data of a leaf's node are: a reference to pages of their own, or the description of another tree. */
const NODE_KIND = { overflow: 1, tree: 2 } as const;
/** LMDB's own limit. */
const DEEPEST = 32;
/** Of a larger file only the inner pages are read at a start, which must not take minutes. */
const LEAVES_BELOW_BYTES = 64 * 1024 * 1024;

/**
 * Checks that the file can be mapped and read without reaching beyond it: LMDB trusts what it finds, and a wrong page
 * ends the process with SIGBUS or SIGSEGV.
 *
 * @param isThorough - also the leaves of a very large file
 * @throws DamagedFileError saying what is wrong with the file and what to do
 */
export function checkFile(path: string, isThorough = false): void {
  let file: PageFile | undefined;
  try {
    file = new PageFile(path);
    const hasLeaves = isThorough || file.pages * file.pageBytes <= LEAVES_BELOW_BYTES;
    for (const tree of file.trees) checkTree(file, tree, hasLeaves);
  } catch (error) {
    if (error instanceof DamagedPage) throw new DamagedFileError(path, error.message);
    throw error;
  } finally {
    file?.close();
  }
}

function checkTree(file: PageFile, tree: Tree, hasLeaves: boolean): void {
  const seen = new Set<number>();
  const visit = (number: number, height: number): void => {
    if (seen.has(number)) throw damaged(number, tree);
    seen.add(number);
    if (height === 1 && !hasLeaves) return;
    const page = file.read(number);
    const isLeaf = height === 1;
    const isKind = (page.readUInt16LE(18) & 7) === (isLeaf ? PAGE_KIND.leaf : PAGE_KIND.branch);
    const nodes = isKind ? nodesOf(page) : undefined;
    if (!nodes) throw damaged(number, tree);
    if (!isLeaf) {
      const below = nodes.map((at) => page.readUIntLE(at, 6));
      for (const next of below) visit(next, height - 1);
      return;
    }
    const { overflows, trees } = leafContent(page, nodes) ?? {};
    if (!overflows || !trees) throw damaged(number, tree);
    for (const { first, count } of overflows) checkOverflow(file, tree, first, count);
    for (const inner of trees) checkTree(file, inner, hasLeaves);
  };
  if (tree.root === -1) return;
  if (tree.depth < 1 || tree.depth > DEEPEST) throw damaged(tree.root, tree);
  visit(tree.root, tree.depth);
}

const damaged = (page: number, tree: Tree) => new DamagedPage(`has a damaged page ${page}, in ${tree.name}`);

/** Where the nodes of a page begin; undefined when one reaches beyond it. */
function nodesOf(page: Buffer): number[] | undefined {
  const [lower, upper] = [page.readUInt16LE(20), page.readUInt16LE(22)];
  if (lower > upper || PAGE_HEADER_BYTES + upper > page.length) return undefined;
  const nodes: number[] = [];
  for (let i = 0; i < lower >> 1; i++) {
    const offset = page.readUInt16LE(PAGE_HEADER_BYTES + i * 2);
    const at = PAGE_HEADER_BYTES + offset;
    if (offset < upper || at + NODE_HEADER_BYTES > page.length) return undefined;
    if (dataAt(page, at) > page.length) return undefined;
    nodes.push(at);
  }
  return nodes;
}

/** The data of a node follow its header and its key. */
const dataAt = (page: Buffer, node: number) => node + NODE_HEADER_BYTES + page.readUInt16LE(node + 6);

interface LeafContent {
  overflows: Array<{ first: number; count: number }>;
  trees: Tree[];
}

/** What a leaf refers to; undefined when a value reaches beyond the page. */
function leafContent(page: Buffer, nodes: readonly number[]): LeafContent | undefined {
  const content: LeafContent = { overflows: [], trees: [] };
  for (const node of nodes) {
    const [size, kind, data] = [page.readUInt32LE(node), page.readUInt16LE(node + 4), dataAt(page, node)];
    const isOverflow = (kind & NODE_KIND.overflow) !== 0;
    if (data + (isOverflow ? OVERFLOW_BYTES : size) > page.length) return undefined;
    if (isOverflow) {
      const count = Math.ceil((PAGE_HEADER_BYTES + size) / page.length);
      content.overflows.push({ first: Number(page.readBigUInt64LE(data)), count });
    } else if (kind & NODE_KIND.tree) {
      if (size !== TREE_BYTES) return undefined;
      content.trees.push(treeAt('an inner tree', page, data));
    }
  }
  return content;
}

/** A value too large for a leaf has pages in a row to itself. */
function checkOverflow(file: PageFile, tree: Tree, first: number, count: number): void {
  if (first + count > file.pages) throw new DamagedPage(`is cut off: page ${first + count - 1} is not there`);
  const page = file.read(first);
  const isKind = (page.readUInt16LE(18) & PAGE_KIND.overflow) !== 0;
  if (!isKind || page.readUInt32LE(20) < count) throw damaged(first, tree);
}
