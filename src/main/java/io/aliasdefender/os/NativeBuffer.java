package io.aliasdefender.os;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Memory that both sides see.
 *
 * @param bytes Java's view; as long as it is reachable, so is the memory
 * @param address the C library's view
 */
record NativeBuffer(ByteBuffer bytes, long address) {
    static NativeBuffer allocate(int size, ByteOrder order) {
        ByteBuffer bytes = ByteBuffer.allocateDirect(size).order(order);
        return new NativeBuffer(bytes, Pointer.nativeValue(Native.getDirectBufferPointer(bytes)));
    }
}
