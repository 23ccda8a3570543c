package io.aliasdefender.lab;

import java.util.Set;

/** The laboratory, drawn small: who is connected, who has power and who holds the alias. */
final class Picture {
    private final Screen screen;
    private final Lab lab;

    Picture(Screen screen, Lab lab) {
        this.screen = screen;
        this.lab = lab;
    }

    /** Draws how things are now. */
    void draw(Set<LabHost> withoutPower, boolean routerDown) {
        Set<String> holders = lab.timeline().holders(Lab.ALIAS.address());
        boolean[] dark = {withoutPower.contains(lab.web(1)), withoutPower.contains(lab.web(2))};
        String wire = screen.glyph("│", "|");
        String gap = screen.glyph("╳", "x");
        screen.blank();
        screen.line("          router 192.0.2.1              client 192.0.2.200");
        screen.line("                " + (routerDown ? red(gap) : wire) + "                             " + wire);
        screen.line(screen.styled(
                Screen.Style.DIM,
                screen.glyph(
                        "      ━━━━━━━━━━┷━━━━━━━┯━━━━━━━━━━━━━━━━━━━━━┷━━━━━━━┯━━━━━━━━━━ switch",
                        "      ==========+=======+=====================+=======+========== switch")));
        screen.line("                        " + (dark[0] ? red(gap) : wire) + "                             "
                + (dark[1] ? red(gap) : wire));
        screen.line("                  web1 192.0.2.11               web2 192.0.2.12");
        screen.line("                  " + badge(lab.web(1), holders, dark[0]) + badge(lab.web(2), holders, dark[1]));
        screen.blank();
    }

    private String badge(LabHost host, Set<String> holders, boolean dark) {
        int width = 30;
        if (dark) {
            return padded(Screen.Style.RED, screen.glyph("✗ no power", "x no power"), width);
        }
        if (holders.contains(host.name())) {
            return padded(Screen.Style.GREEN, screen.glyph("● ", "* ") + Lab.ALIAS.address(), width);
        }
        return padded(
                Screen.Style.DIM, screen.glyph("○ ", "o ") + (host.running() ? "watching" : "no defender"), width);
    }

    private String padded(Screen.Style style, String text, int width) {
        return screen.styled(style, text) + " ".repeat(Math.max(0, width - text.length()));
    }

    private String red(String text) {
        return screen.styled(Screen.Style.RED, text);
    }
}
