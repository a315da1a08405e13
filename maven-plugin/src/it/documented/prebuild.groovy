// A name in backquotes at the end of a paragraph, and the file that follows it.
def page = new File(basedir, '../../../../docs/maven.md').getText('UTF-8')
def files = (page =~ /(?s)`([\w\/.-]+)`:\n\n```\w+\n(.*?)```\n/).collect { [it[1], it[2]] }
assert files*.first() == [
  'src/main/net/app/xor.net', 'src/main/net/app/xor.csv', 'pom.xml',
  'src/main/java/app/Main.java', 'src/test/java/app/XorTest.java', 'src/test/java/app/TrainingTest.java'
]
def project = new File(basedir, 'xor')
files.each { path, text ->
  def file = new File(project, path)
  file.parentFile.mkdirs()
  file.setText(text, 'UTF-8')
}

// What the page says to do before `mvn verify`.
def net = new File(project, 'src/main/net/app/xor.net')
def runs = new File(project, 'runs/xor')
assert dev.netc.cli.Main.commandLine().execute('train', net.path, '--out', runs.path) == 0
new File(project, 'src/main/net/app/xor.safetensors').bytes = new File(runs, 'best.safetensors').bytes
return true
