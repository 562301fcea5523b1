// Sums of distances from chosen rows to every cluster, in double precision: for rows whose silhouettes single precision cannot
// give. Differences are squared and added in column order, as the plain kernel does.

// The context, in words of 4 bytes.
const POINTS: usize = 0;
const COLUMNS: usize = 4;
const ATOM_STARTS: usize = 8;
const ATOMS: usize = 12;
const ATOM_CLUSTERS: usize = 16;
const LABELINGS: usize = 20;
const ROWS: usize = 24;
const SUMS: usize = 28;
const CLUSTERS: usize = 32;
const SCRATCH: usize = 36;
const SCRATCH_BYTES: usize = 40;

function word(address: usize, offset: usize): usize {
  return <usize>load<u32>(address + offset);
}

/**
 * Measures four rows against all points.
 *
 * Context: see the offsets above. POINTS is [point][column] in the order of the atoms, ROWS [job][column][4], SUMS
 * [job][cluster][4], all doubles; ATOM_CLUSTERS holds for each atom the number of its clusters, then their indices, in 1 +
 * LABELINGS words.
 */
export function sumRowDistances(context: usize, job: i32, thread: i32): void {
  const columns = word(context, COLUMNS);
  const clusters = word(context, CLUSTERS);
  const rows = word(context, ROWS) + <usize>job * (columns << 5);
  const sums = word(context, SUMS) + <usize>job * (clusters << 5);
  const scratch = word(context, SCRATCH) + <usize>thread * word(context, SCRATCH_BYTES);
  const listBytes = (word(context, LABELINGS) + 1) << 2;
  const pointBytes = columns << 3;
  memory.fill(sums, 0, clusters << 5);
  let start = word(context, ATOM_STARTS);
  let list = word(context, ATOM_CLUSTERS);
  const end = list + word(context, ATOMS) * listBytes;
  for (; list < end; list += listBytes, start += 4) {
    let point = word(context, POINTS) + word(start, 0) * pointBytes;
    const last = word(context, POINTS) + word(start, 4) * pointBytes;
    v128.store(scratch, f64x2.splat(0));
    v128.store(scratch, f64x2.splat(0), 16);
    for (; point + 4 * pointBytes <= last; point += 4 * pointBytes) addFour(rows, point, pointBytes, scratch);
    for (; point < last; point += pointBytes) addOne(rows, point, pointBytes, scratch);
    const low = v128.load(scratch);
    const high = v128.load(scratch, 16);
    const listEnd = list + (word(list, 0) << 2);
    for (let entry = list; entry < listEnd;) {
      entry += 4;
      const target = sums + (word(entry, 0) << 5);
      v128.store(target, f64x2.add(v128.load(target), low));
      v128.store(target, f64x2.add(v128.load(target, 16), high), 16);
    }
  }
}

/** Adds the distances of four rows to one point. */
function addOne(row: usize, point: usize, pointBytes: usize, target: usize): void {
  let low = f64x2.splat(0);
  let high = f64x2.splat(0);
  for (const end = point + pointBytes; point < end; point += 8, row += 32) {
    const value = v128.load_splat<f64>(point);
    let difference = f64x2.sub(v128.load(row), value);
    low = f64x2.add(low, f64x2.mul(difference, difference));
    difference = f64x2.sub(v128.load(row, 16), value);
    high = f64x2.add(high, f64x2.mul(difference, difference));
  }
  v128.store(target, f64x2.add(v128.load(target), f64x2.sqrt(low)));
  v128.store(target, f64x2.add(v128.load(target, 16), f64x2.sqrt(high)), 16);
}

/** Adds the distances of four rows to four points: twice as fast a pair, as four times the sums are under way at once. */
function addFour(row: usize, point: usize, pointBytes: usize, target: usize): void {
  let a0 = f64x2.splat(0);
  let a1 = f64x2.splat(0);
  let b0 = f64x2.splat(0);
  let b1 = f64x2.splat(0);
  let c0 = f64x2.splat(0);
  let c1 = f64x2.splat(0);
  let d0 = f64x2.splat(0);
  let d1 = f64x2.splat(0);
  const second = pointBytes;
  const third: usize = 2 * pointBytes;
  const fourth: usize = 3 * pointBytes;
  for (const end = point + pointBytes; point < end; point += 8, row += 32) {
    const low = v128.load(row);
    const high = v128.load(row, 16);
    let value = v128.load_splat<f64>(point);
    let difference = f64x2.sub(low, value);
    a0 = f64x2.add(a0, f64x2.mul(difference, difference));
    difference = f64x2.sub(high, value);
    a1 = f64x2.add(a1, f64x2.mul(difference, difference));
    value = v128.load_splat<f64>(point + second);
    difference = f64x2.sub(low, value);
    b0 = f64x2.add(b0, f64x2.mul(difference, difference));
    difference = f64x2.sub(high, value);
    b1 = f64x2.add(b1, f64x2.mul(difference, difference));
    value = v128.load_splat<f64>(point + third);
    difference = f64x2.sub(low, value);
    c0 = f64x2.add(c0, f64x2.mul(difference, difference));
    difference = f64x2.sub(high, value);
    c1 = f64x2.add(c1, f64x2.mul(difference, difference));
    value = v128.load_splat<f64>(point + fourth);
    difference = f64x2.sub(low, value);
    d0 = f64x2.add(d0, f64x2.mul(difference, difference));
    difference = f64x2.sub(high, value);
    d1 = f64x2.add(d1, f64x2.mul(difference, difference));
  }
  let sum = f64x2.add(f64x2.sqrt(a0), f64x2.sqrt(b0));
  sum = f64x2.add(sum, f64x2.add(f64x2.sqrt(c0), f64x2.sqrt(d0)));
  v128.store(target, f64x2.add(v128.load(target), sum));
  sum = f64x2.add(f64x2.sqrt(a1), f64x2.sqrt(b1));
  sum = f64x2.add(sum, f64x2.add(f64x2.sqrt(c1), f64x2.sqrt(d1)));
  v128.store(target, f64x2.add(v128.load(target, 16), sum), 16);
}
