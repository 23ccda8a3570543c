package io.aliasdefender.payload;

import io.aliasdefender.core.net.IpAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a check looks at. */
public sealed interface CheckKind {
    /** The key of the configuration. */
    String word();

    /** What is looked at, for people. */
    String target();

    <T> T accept(Visitor<T> visitor);

    /** What is done with each kind; one more does not compile until everybody has an opinion of it. */
    interface Visitor<T> {
        T http(Http http);

        T tcp(Tcp tcp);

        T dns(Dns dns);

        T ping(Ping ping);

        T pidFile(PidFile pidFile);

        T mainProcess(MainProcess process);

        T exec(Exec exec);

        T file(FileThere file);

        T networkInterface(Interface networkInterface);

        T unit(Unit unit);
    }

    /** A host and a TCP or UDP port. */
    record Endpoint(String host, int port) {
        @Override
        public String toString() {
            return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
        }
    }

    /** Both ends included. */
    record Statuses(int least, int most) {
        public static final Statuses DEFAULT = new Statuses(200, 399);

        public boolean contain(int status) {
            return status >= least && status <= most;
        }

        @Override
        public String toString() {
            return least == most ? "" + least : least + "-" + most;
        }
    }

    /**
     * A GET request by HTTP/1.1.
     *
     * @param endpoint where to connect
     * @param tls whether the scheme is https
     * @param path with the query
     * @param host what the request and the TLS handshake say instead of the endpoint's host
     * @param statuses one of them must contain the answer's
     * @param headers what must be in these fields of the answer
     * @param body what must be in the answer's body
     * @param authority the certificates of those who may vouch for the server, in PEM; empty: the system's
     * @param insecure whether any certificate will do
     */
    record Http(
            Endpoint endpoint,
            boolean tls,
            String path,
            Optional<String> host,
            List<Statuses> statuses,
            Map<String, String> headers,
            Optional<String> body,
            Optional<String> authority,
            boolean insecure)
            implements CheckKind {
        public Http {
            statuses = List.copyOf(statuses);
            headers = Map.copyOf(headers);
        }

        @Override
        public String word() {
            return "http";
        }

        @Override
        public String target() {
            return (tls ? "https://" : "http://") + endpoint + path;
        }

        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.http(this);
        }
    }

    /** A TCP connection that is established. */
    record Tcp(Endpoint endpoint) implements CheckKind {
        @Override
        public String word() {
            return "tcp";
        }

        @Override
        public String target() {
            return endpoint.toString();
        }

        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.tcp(this);
        }
    }

    /**
     * A name that a DNS server resolves.
     *
     * @param v6 whether an AAAA record is asked for, and not an A record
     */
    record Dns(String name, Endpoint server, boolean v6) implements CheckKind {
        @Override
        public String word() {
            return "dns";
        }

        @Override
        public String target() {
            return name + (v6 ? " AAAA" : " A") + " of " + server;
        }

        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.dns(this);
        }
    }

    /**
     * An address that answers echo requests.
     *
     * @param over the interface over which it is asked; empty: as the kernel routes it
     */
    record Ping(IpAddress address, Optional<String> over) implements CheckKind {
        @Override
        public String word() {
            return "ping";
        }

        @Override
        public String target() {
            return address + over.map(name -> " over " + name).orElse("");
        }

        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.ping(this);
        }
    }

    /** The process whose number is in a file. */
    record PidFile(String path) implements CheckKind {
        @Override
        public String word() {
            return "process";
        }

        @Override
        public String target() {
            return path;
        }

        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.pidFile(this);
        }
    }

    /** The main process of a unit of systemd. */
    record MainProcess(String unit) implements CheckKind {
        @Override
        public String word() {
            return "process";
        }

        @Override
        public String target() {
            return unit;
        }

        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.mainProcess(this);
        }
    }

    /**
     * A program that exits with 0.
     *
     * @param arguments the absolute path of the program first
     * @param user who it runs as, where the daemon has the right to choose
     */
    record Exec(List<String> arguments, String user) implements CheckKind {
        public static final String DEFAULT_USER = "nobody";

        public Exec {
            arguments = List.copyOf(arguments);
        }

        @Override
        public String word() {
            return "exec";
        }

        @Override
        public String target() {
            return String.join(" ", arguments);
        }

        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.exec(this);
        }
    }

    /**
     * A file that is there, or is not.
     *
     * @param present which of the two passes
     */
    record FileThere(String path, boolean present) implements CheckKind {
        @Override
        public String word() {
            return "file";
        }

        @Override
        public String target() {
            return path + (present ? " present" : " absent");
        }

        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.file(this);
        }
    }

    /**
     * An interface that is up and has a carrier.
     *
     * @param address what it must carry besides
     * @param defaultRoute whether a default route must lead over it
     */
    record Interface(String name, Optional<IpAddress> address, boolean defaultRoute) implements CheckKind {
        @Override
        public String word() {
            return "interface";
        }

        @Override
        public String target() {
            return name
                    + address.map(wanted -> " with " + wanted).orElse("")
                    + (defaultRoute ? " with a default route" : "");
        }

        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.networkInterface(this);
        }
    }

    /** A unit of systemd that is active. */
    record Unit(String name) implements CheckKind {
        @Override
        public String word() {
            return "unit";
        }

        @Override
        public String target() {
            return name;
        }

        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.unit(this);
        }
    }
}
