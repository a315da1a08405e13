def log = new File(basedir, 'build.log').text
assert log.contains('Tests run: 2, Failures: 0, Errors: 0, Skipped: 0')

// The last command of the page, and what it says it prints.
def runtime = new File(localRepositoryPath, 'dev/netc/netc-runtime').listFiles().find { it.directory }
def jar = runtime.listFiles().find { it.name ==~ /netc-runtime-.*\d\.jar|netc-runtime-.*SNAPSHOT\.jar/ }
def java = new ProcessBuilder(
    new File(System.getProperty('java.home'), 'bin/java').path, '--add-modules', 'jdk.incubator.vector',
    '-cp', new File(basedir, 'xor/target/xor-1.0.jar').path + File.pathSeparator + jar.path, 'app.Main')
    .redirectError(ProcessBuilder.Redirect.DISCARD).start()
def printed = java.inputStream.text.normalize()
def page = new File(basedir, '../../../../docs/maven.md').getText('UTF-8')
assert printed == (page =~ /(?s)The last line prints:\n\n```\n(.*?)```/)[0][1]
