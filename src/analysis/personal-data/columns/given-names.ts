import { lazy } from '../../../base/lazy.ts'

/** Whether a word is one of the given names that are frequent in some country of the world; in lower case. */
export function isGivenName(word: string): boolean {
  return NAMES().has(word)
}

const NAMES = lazy(() => new Set(FREQUENT.trim().split(/\s+/)))

/** Names that are ordinary words in English as well (grace, hope, mark, rose, will) are left out where they are frequent in texts. */
const FREQUENT = `
  james john robert michael william david richard joseph thomas charles christopher daniel matthew anthony donald steven paul andrew
  joshua kenneth kevin brian george timothy ronald edward jason jeffrey ryan jacob gary nicholas eric jonathan stephen larry justin
  scott brandon benjamin samuel gregory alexander frank patrick raymond jack dennis jerry tyler aaron jose adam nathan henry douglas
  zachary peter kyle noah ethan jeremy walter christian keith roger terry sean gerald carl harold dylan arthur lawrence jordan jesse
  bryan bruce gabriel joe logan alan juan albert willie elijah wayne randy vincent mason roy ralph bobby russell bradley philip eugene
  mary patricia jennifer linda elizabeth barbara susan jessica sarah karen lisa nancy betty sandra margaret ashley kimberly emily donna
  michelle carol amanda melissa deborah stephanie rebecca sharon laura cynthia dorothy amy kathleen angela shirley emma brenda pamela
  nicole anna samantha katherine christine helen debra rachel carolyn janet maria catherine heather diane olivia julie joyce victoria
  ruth virginia lauren kelly christina joan evelyn judith andrea hannah megan cheryl jacqueline martha madison teresa gloria sara janice
  ann kathryn abigail sophia frances jean alice judy isabella julia denise amber beverly danielle marilyn charlotte natalie diana
  brittany theresa kayla alexis doris lori tiffany owen oliver harry liam lucas leo oscar archie alfie freddie mohammed muhammad
  mohamed ahmed ali hassan hussein omar ibrahim yusuf khalid fatima aisha zainab khadija maryam amina layla mustafa mehmet emre ayse
  fatma zeynep elif hans peter klaus wolfgang jürgen juergen dieter manfred uwe günter guenter horst bernd karl heinz stefan andreas
  markus sebastian florian tobias matthias lukas jonas finn felix maximilian anke sabine petra monika ursula renate brigitte ingrid
  gisela heike birgit katrin claudia susanne anja nina lena mia lea pierre jean jacques michel philippe alain bernard rene louis
  nicolas laurent julien antoine guillaume mathieu camille nathalie isabelle sylvie valerie celine sandrine aurelie chloe manon
  antonio manuel jose francisco javier carlos miguel rafael pedro pablo sergio jorge alberto alvaro diego luis fernando carmen dolores
  isabel pilar josefa cristina lucia rosa raquel marta elena giuseppe giovanni salvatore luigi vincenzo domenico francesco marco
  alessandro lorenzo matteo giulia chiara francesca federica paola silvia valentina alessia martina giorgia joao jose paulo rui tiago
  goncalo ana beatriz mariana leonor ines gabriela larissa thiago rodrigo felipe gustavo leonardo rafaela fernanda juliana jan piet
  kees willem hendrik johannes cornelis daan sem lotte sanne femke anouk maaike marieke piotr krzysztof andrzej tomasz pawel marcin
  michal grzegorz jerzy tadeusz katarzyna malgorzata agnieszka barbara ewa krystyna magdalena joanna zofia lars erik anders johan
  nils olof karin birgitta kristina margareta astrid ingeborg mikael juha matti timo pekka tuula ritva ivan dmitri dmitry sergei sergey
  alexei aleksandr vladimir mikhail nikolai andrei natalia olga tatiana svetlana irina ekaterina anastasia oleksandr yulia wei jing
  ming xiu ying hong mei yan jun hao yu xin min-jun ji-hoon seo-yeon hiroshi takashi kenji yuki haruto sakura yuto akira satoshi
  naoki yoko keiko rahul amit raj sanjay vijay anil sunil ravi suresh ramesh priya anjali pooja neha sunita kavita deepa lakshmi arjun
  rohan aditya ananya chinedu emeka ngozi oluwaseun adebayo kwame kofi ama abena thabo sipho nomsa juma wanjiku nguyen linh huong minh
  siti nur budi agus putri dewi
`
