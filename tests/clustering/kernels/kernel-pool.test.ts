import { afterAll, describe, expect, it } from 'vitest';
import { compileKernels } from '../../../clustering/kernels/simd/kernel-module.ts';
import { KernelPool } from '../../../clustering/kernels/simd/kernel-pool.ts';

const module = compileKernels();
if (typeof module === 'string') throw new Error(module);
const pools = [1, 2, 4].map((threads) => new KernelPool(module, threads));
afterAll(() => Promise.all(pools.map((pool) => pool.close())));

describe('KernelPool', () => {
  it.each(pools)('runs every job once, whatever the number of threads', async (pool) => {
    for (const jobs of [1, 3, 1000]) {
      pool.memory.reset();
      const target = pool.memory.takeFloat64(jobs);
      target.view.fill(-1);
      await pool.run({ kernel: 'probe', context: pool.context([target.address]), jobs });
      expect([...target.view]).toEqual(Array.from({ length: jobs }, (_, job) => job * job));
      target.view.fill(-1);
      pool.runHere({ kernel: 'probe', context: pool.context([target.address]), jobs });
      expect([...target.view]).toEqual(Array.from({ length: jobs }, (_, job) => job * job));
    }
  });

  it('rejects a call that traps and goes on working', async () => {
    const [pool] = pools;
    await expect(pool!.run({ kernel: 'probe', context: 0xfffffff0, jobs: 1 })).rejects.toThrow(
      'the kernel probe failed',
    );
    await expect(pool!.run({ kernel: 'nothing', context: 0, jobs: 1 })).rejects.toThrow('nothing');
    pool!.memory.reset();
    const target = pool!.memory.takeFloat64(2);
    await pool!.run({ kernel: 'probe', context: pool!.context([target.address]), jobs: 2 });
    expect([...target.view]).toEqual([0, 1]);
  });
});

describe('KernelMemory', () => {
  it('grows, keeps views valid and begins blocks at cache lines', async () => {
    const { memory } = pools[1]!;
    memory.reset();
    const first = memory.takeInt32(3);
    first.view.set([1, 2, 3]);
    const large = memory.takeFloat64(5_000_000);
    large.view[4_999_999] = 7;
    expect([...first.view]).toEqual([1, 2, 3]);
    expect(new Int32Array(memory.memory.buffer, first.address, 3)[2]).toBe(3);
    expect(large.address % 64).toBe(0);
    const bytes = memory.takeUint8(1);
    expect(bytes.address).toBe(large.address + 40_000_000);
    expect(() => memory.take(2 ** 33)).toThrow('4 GiB');
  });
});

describe('compileKernels(builds)', () => {
  it('takes the first build that runs, and each of them works', async () => {
    for (const builds of [['fused', 'portable'], ['portable']] as const) {
      const compiled = compileKernels(builds);
      if (typeof compiled === 'string') throw new Error(compiled);
      const pool = new KernelPool(compiled, 1);
      const target = pool.memory.takeFloat64(3);
      pool.runHere({ kernel: 'probe', context: pool.context([target.address]), jobs: 3 });
      expect([...target.view]).toEqual([0, 1, 4]);
    }
  });

  it('says so if there is none', () => {
    expect(compileKernels([])).toBe('this Node.js has no WebAssembly with SIMD and threads');
  });
});
