package io.aliasdefender.os;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Memory that both sides see.
 *
 * @param bytes Java's view; as long as it is reachable, so is the memory
 * @param address the C library's view
 */
record NativeBuffer(ByteBuffer bytes, long address) {
    /** The collector sees only the Java part of a buffer and leaves the rest lying about: what is used briefly is lent. */
    private static final List<NativeBuffer> SPARE = new ArrayList<>();

    private static final int MOST_SPARE = 4;

    static NativeBuffer allocate(int size, ByteOrder order) {
        ByteBuffer bytes = ByteBuffer.allocateDirect(size).order(order);
        return new NativeBuffer(bytes, Pointer.nativeValue(Native.getDirectBufferPointer(bytes)));
    }

    /** One that somebody else has given back, or a new one. */
    static NativeBuffer borrow(int size, ByteOrder order) {
        synchronized (SPARE) {
            for (int i = 0; i < SPARE.size(); i++) {
                if (SPARE.get(i).bytes.capacity() == size) {
                    NativeBuffer spare = SPARE.remove(i);
                    spare.bytes.clear().order(order);
                    return spare;
                }
            }
        }
        return allocate(size, order);
    }

    /** For the next one who borrows; whoever gives it back must not touch it again. */
    void giveBack() {
        synchronized (SPARE) {
            if (SPARE.size() < MOST_SPARE) {
                SPARE.add(this);
            }
        }
    }
}
