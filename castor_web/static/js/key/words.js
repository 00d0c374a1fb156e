// Words for passphrases, made by a rule instead of taken from a list: consonant, vowel, consonant, vowel, as in "tamo". They
// are easy to say in Malay and in English, and nobody's language. Left out: doubled syllables, and words that mean
// something, so that no phrase of everyday words passes for a drawn one, and nobody is handed a rude one.
const CONSONANTS = "bdfghjklmnprstwz";
const VOWELS = "aiou";
const MEANINGFUL = new Set((
  "babi baca bagi baja baju baki bala balu bara baru bata batu bawa bibi biji bila bina biru bisa bisu bodo boho bola boli " +
  "bolo buka buku bulu bumi buru buta dadu dada daki dara data dato dodo doha dosa dogi duda duga duku duli dura duri duti faka " +
  "fana foto gado gaji gala gali gara gigi gila gita gula guli guna guru hala hama hari hati hawa hilo homo hula hulu huru jadi jaga " +
  "jala jali jari jasa jati jawa jika jilo jiwa judo judi juga juta jodo kaba kadi kaki kali kalu kami kamu kapi kata kati kawa " +
  "kira kiri kita kopi kota kuku kuli kura kuda kubu kudu laba labu ladi lagu lagi laka laki lalu lama lari lari laut liku lidi lima " +
  "lipa lobi logo loji loma luka lupa lusa mada maju maka maki mala mali malu mama mana masa masi mata mati mawa mini mimi misi mudi " +
  "muda muka mula mulu nada nadi naga nama nasi nida nila noda nota padi pagi paha paku pala palu papa para pari paru pasu patu pawi " +
  "pili pipi pita pola polo padu puji puki pula pura puri putu poko puma puna rabi rabu raga raja ragi rama raba rasa ratu rawa " +
  "rugi roda roti rumi rupa rusa saka saki saku sala sapi sapu satu sari sama sami sawi sila sifu sisi soda soja solo suka suku sula " +
  "susu suri suwi tadi tahi tahu tali tamu tapi tari tata tidi tiga tiba tipu tiru tofu tuba tugu tuju tuli tuna tura tutu wali wara " +
  "wati wiro wudu zina zulu zaki duka fail nazi homi homo dago kiki lulu coco popo titi tito toto toga topi tupi wiki yoga"
).split(" "));

function* all() {
  for (const first of CONSONANTS) for (const a of VOWELS) for (const second of CONSONANTS) for (const b of VOWELS) {
    const word = first + a + second + b;
    if ((first !== second || a !== b) && !MEANINGFUL.has(word)) yield word;
  }
}

export const WORDS = [...all()];
/** What one word is worth when it is drawn evenly: a little less than 12 bits. */
export const BITS_A_WORD = Math.log2(WORDS.length);

/** A word, each as likely: numbers beyond the last whole multiple are drawn again. */
export function drawWord() {
  const limit = 0x10000 - (0x10000 % WORDS.length);
  for (;;) {
    const [number] = crypto.getRandomValues(new Uint16Array(1));
    if (number < limit) return WORDS[number % WORDS.length];
  }
}
