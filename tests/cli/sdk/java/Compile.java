// SPDX-License-Identifier: GPL-3.0-or-later
import java.nio.file.Path;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/**
 * Compile CLASSES FOLDER...: compiles Main.java in each folder as it stands there, alone. One virtual machine
 * for all: it takes longer to start than a program to compile.
 */
public final class Compile {
  public static void main(String[] arguments) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();

    for (int i = 1; i < arguments.length; i++) {
      String source = Path.of(arguments[i], "Main.java").toString();

      if (compiler.run(null, null, null, "-proc:none", "-cp", arguments[0], "-d", arguments[i],
          source) != 0) {
        System.exit(1);
      }
    }
  }
}
