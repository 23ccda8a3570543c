package io.aliasdefender.os;

import java.io.IOException;
import java.nio.ByteOrder;

/** Memory that the calls of one thread about its processes use, one after the other: made once, and not for each of them. */
public final class Scratch {
    /** As much as a pipe holds. */
    static final int BYTES = 64 << 10;

    final NativeBuffer buffer;

    /** @throws IOException one sentence, where native calls cannot be made */
    public Scratch() throws IOException {
        ProcessCalls.require();
        buffer = NativeBuffer.allocate(BYTES, ByteOrder.nativeOrder());
    }
}
