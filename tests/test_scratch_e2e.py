import itertools, json, traceback
from dialogues import rules
from dialogues.messages import *
VALS=["","x","2","9"*20,"\u0000","²","2026-13-40","2026-11-28/x/y"]
KEYS=["poll","option","age","stop","process","place","ref","kind","latitude","longitude","km","department","answer","language","intent","date","to","self","key","step","name","channel","postal_code","place_outside"]
async def test_f(engine, capsys):
    r=rules.load()
    bad={}
    n=0
    async def one(pl):
        nonlocal n; n+=1
        try: await engine.receive(Press(id=str(n),sender=Address(channel="web",room="1",user="1"),payload=pl))
        except Exception as e:
            bad.setdefault((type(e).__name__,str(e)[:80], traceback.extract_tb(e.__traceback__)[-1].name),[]).append(pl)
        if n%10==0:
            for t in ("et à Cahors ?","j'ai 17 ans","oui"):
                try: await engine.receive(Text(id="t%s%s"%(t,n),sender=Address(channel="web",room="1",user="1"),text=t))
                except Exception as e: bad.setdefault((type(e).__name__,str(e)[:80], traceback.extract_tb(e.__traceback__)[-1].name),[]).append((pl,t))
    acts=set(r.actions)|{"located","shown","old_button","nope"}
    for a in sorted(acts):
        for ents in itertools.chain([{}],({k:v} for k in KEYS for v in VALS)):
            await one("/"+a+(json.dumps(ents,ensure_ascii=False,separators=(",",":")) if ents else ""))
    for a,(p,o) in itertools.product(["vote","poll","subscribe"],itertools.product(VALS+["1","46102"],VALS)):
        names={"subscribe":("place","km"),"vote":("poll","option"),"poll":("poll","age")}[a]
        await one("/"+a+json.dumps(dict(zip(names,(p,o))),ensure_ascii=False,separators=(",",":")))
    for x in ("poll_","poll_"+"9"*30,"stop_"+"9"*30,"stop_²","x_1","poll_x","_","poll_1_2"):
        await one('/start{"ref":"%s"}'%x)
    with capsys.disabled():
        print(n)
        for k,v in bad.items(): print(k,v[:4],len(v))
