import { assignedPartitions } from '../../assignment.js';

/** A consumer, as its group sees it. */
export interface MemoryMember {
  readonly id: string;
  take(partition: number): void;
  /** Finishes the batch in hand, then calls `released`. */
  release(partition: number): void;
  wake(): void;
}

/** Offsets of one group on one topic, and who holds which partition. */
export class MemoryGroup {
  private readonly members = new Map<string, MemoryMember>();
  private readonly holders: (MemoryMember | undefined)[];
  private readonly nextOffsets: bigint[];

  constructor(private readonly partitions: number) {
    this.holders = new Array<MemoryMember | undefined>(partitions).fill(undefined);
    this.nextOffsets = new Array<bigint>(partitions).fill(0n);
  }

  join(member: MemoryMember): void {
    this.members.set(member.id, member);
    this.rebalance();
  }

  leave(member: MemoryMember): void {
    this.members.delete(member.id);
    this.rebalance();
  }

  released(member: MemoryMember, partition: number): void {
    if (this.holders[partition] !== member) return;
    this.holders[partition] = undefined;
    this.rebalance();
  }

  committed(partition: number): bigint {
    return this.nextOffsets[partition] ?? 0n;
  }

  /** Throws for a member that no longer holds the partition. */
  commit(member: MemoryMember, partition: number, nextOffset: bigint): void {
    if (this.holders[partition] !== member) throw new Error(`partition ${partition} is held by another`);
    this.nextOffsets[partition] = nextOffset;
  }

  wake(): void {
    for (const member of this.members.values()) member.wake();
  }

  private rebalance(): void {
    const ids = [...this.members.keys()];
    const wanted = new Map<number, MemoryMember>();
    for (const member of this.members.values()) {
      for (const partition of assignedPartitions(this.partitions, ids, member.id))
        wanted.set(partition, member);
    }
    for (let partition = 0; partition < this.partitions; partition++) {
      this.move(partition, wanted.get(partition));
    }
  }

  private move(partition: number, next: MemoryMember | undefined): void {
    const holder = this.holders[partition];
    if (holder === next) return;
    if (holder !== undefined) {
      holder.release(partition);
      return;
    }
    this.holders[partition] = next;
    next?.take(partition);
  }
}
