package io.aliasdefender.web;

import static io.aliasdefender.web.Served.LOOPBACK;
import static io.aliasdefender.web.Served.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.aliasdefender.bus.ByReference;
import io.aliasdefender.bus.Channels;
import io.aliasdefender.payload.Report;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.internal.ContextInternal;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Shows that what is internal to Vert.x and Netty still does what the separate loop wants of it. */
@Timeout(60)
class SeparateLoopTest {
    private final Vertx vertx =
            Vertx.vertx(new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(1));

    @AfterEach
    void stop() throws Exception {
        await(vertx.close());
    }

    private static final class Hello extends VerticleBase {
        private HttpServer server;
        private Thread loop;
        private Thread handler;
        private Thread timer;

        @Override
        public Future<?> start() {
            loop = Thread.currentThread();
            return vertx.createHttpServer()
                    .requestHandler(request -> {
                        handler = Thread.currentThread();
                        vertx.setTimer(1, fired -> {
                            timer = Thread.currentThread();
                            request.response().end("hello");
                        });
                    })
                    .listen(0, LOOPBACK)
                    .onSuccess(opened -> server = opened);
        }
    }

    private static SeparateLoop limited(Hello hello, int slots) {
        return new SeparateLoop(hello, new ConnectionSlots(slots, slots, 1), new Budget(Limits.HEAP_BYTES));
    }

    private static String ask(Socket socket) throws IOException {
        socket.setSoTimeout(30_000);
        socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        byte[] answer = new byte[1_000];
        try {
            int length = socket.getInputStream().read(answer);
            return length < 0 ? "" : new String(answer, 0, length, StandardCharsets.US_ASCII);
        } catch (IOException reset) {
            return "";
        }
    }

    @Test
    void verticleShouldRunServeAndTimeOnALoopOfItsOwn() throws Exception {
        Hello hello = new Hello();
        await(vertx.deployVerticle(limited(hello, 8)));

        try (Socket socket = new Socket(LOOPBACK, hello.server.actualPort())) {
            assertThat(ask(socket)).endsWith("hello");
        }

        assertThat(hello.handler).isSameAs(hello.loop);
        assertThat(hello.timer).isSameAs(hello.loop);
        assertThat(hello.loop.getName()).isEqualTo("web-event-loop");
        ContextInternal others = (ContextInternal) vertx.getOrCreateContext();
        assertThat(others.nettyEventLoop().inEventLoop(hello.loop)).isFalse();
    }

    @Test
    void loopWhenFullShouldCloseWhoeverComesAndHaveRoomAgainAfterwards() throws Exception {
        ByReference.register(vertx);
        List<Report> reports = new CopyOnWriteArrayList<>();
        Channels.REPORT.listen(vertx, reports::add);
        Hello hello = new Hello();
        await(vertx.deployVerticle(limited(hello, 3)));
        int port = hello.server.actualPort();
        List<Socket> open = new ArrayList<>();
        try {
            for (int i = 0; i < 3; i++) {
                Socket socket = new Socket(LOOPBACK, port);
                open.add(socket);
                assertThat(ask(socket)).endsWith("hello");
            }
            for (int i = 0; i < 20; i++) {
                try (Socket surplus = new Socket(LOOPBACK, port)) {
                    assertThat(ask(surplus)).isEmpty();
                }
            }
            assertThat(ask(open.get(0))).endsWith("hello");
            while (reports.isEmpty()) {
                Thread.onSpinWait();
            }
            // Of all twenty, once.
            assertThat(reports).extracting(Report::cause).containsExactly("web-full");
            open.remove(2).close();
            String answer = "";
            while (answer.isEmpty()) {
                try (Socket late = new Socket(LOOPBACK, port)) {
                    answer = ask(late);
                }
            }
            assertThat(answer).endsWith("hello");
        } finally {
            for (Socket socket : open) {
                socket.close();
            }
        }
    }

    /** Else a flood would take all file descriptors of the process while the loop does something else. */
    @Test
    void loopWhenBusyAndFullShouldCloseWhoeverComesAllTheSame() throws Exception {
        Hello hello = new Hello();
        SeparateLoop busy = limited(hello, 3);
        await(vertx.deployVerticle(busy));
        CountDownLatch enough = new CountDownLatch(1);
        Future<Void> work = busy.onOwnLoop(() -> {
            enough.await();
            return Future.succeededFuture();
        });
        List<Socket> open = new ArrayList<>();
        try {
            for (int i = 0; i < 20; i++) {
                open.add(new Socket(LOOPBACK, hello.server.actualPort()));
            }
            for (Socket surplus : open.subList(3, 20)) {
                assertThat(ask(surplus)).isEmpty();
            }
            enough.countDown();
            await(work);
            assertThat(ask(open.get(0))).endsWith("hello");
        } finally {
            enough.countDown();
            for (Socket socket : open) {
                socket.close();
            }
        }
    }

    @Test
    void loopWhenUndeployedShouldServeNobody() throws Exception {
        Hello hello = new Hello();
        String id = await(vertx.deployVerticle(limited(hello, 3)));
        int port = hello.server.actualPort();

        await(vertx.undeploy(id));

        assertThat(catchThrowable(() -> new Socket(LOOPBACK, port).close())).isInstanceOf(IOException.class);
    }
}
