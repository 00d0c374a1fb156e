// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {ICampaign} from "../../src/interfaces/ICampaign.sol";
import {IMarket} from "../../src/interfaces/IMarket.sol";
import {IMasterCore} from "../../src/interfaces/IMasterCore.sol";
import {IMasterEvents} from "../../src/interfaces/IMasterEvents.sol";
import {Push, Role, SignedAct, Standing, Withdrawal} from "../../src/libraries/Types.sol";
import {Vm} from "../Vm.sol";
import {Street} from "./Street.sol";

/// @dev A random walk through the market: what people, staff, adversaries and time do, in any order. Each step checks what
/// can only be seen while it happens: who lost what, and that a refusal changed nothing.
contract Walk is Street {
    enum Step { Deposit, Withdraw, Answer, Open, Pledge, TakeBack, Push, Offer, Take, CancelOffer, Transfer, Standing, Jump, Attack }

    uint256 public constant STEPS = 14;
    /// @dev How often each kind of step was tried and succeeded.
    uint256[14] public tried;
    uint256[14] public done;
    uint256 private constant MOST_CAMPAIGNS = 4;

    constructor() {
        _settle();
    }

    // -- what is checked at each step

    /// @dev `door` acts; only its own things and those of `other` (whose consent is on record) may become fewer.
    function _step(Step kind, address door, address other, address target, address asset, uint256 most, bytes memory call)
        private
        returns (bool performed, Vm.Log[] memory logs)
    {
        uint256[] memory before = _wealth();
        uint256[2] memory supplies = [supply(tokens[0]), supply(tokens[1])];
        bytes32 seen = looks();
        Outcome outcome;
        (outcome,, logs) = _try(door, target, asset, most, call);
        performed = outcome == Outcome.Performed;
        _count(kind, performed);
        if (!performed) vm.assertEq(looks(), seen, "a refused act changes nothing but its nonce");
        _nobodyElseLost(before, door, other);
        bool byTrustee = door == tan || door == tess;
        for (uint256 j; j < 2; ++j) {
            vm.assertTrue(byTrustee || supply(tokens[j]) == supplies[j], "a supply changes only by its trustee's act");
        }
    }

    function _count(Step kind, bool success) private {
        ++tried[uint256(kind)];
        if (success) ++done[uint256(kind)];
    }

    function _nobodyElseLost(uint256[] memory before, address door, address other) private view {
        uint256[] memory now_ = _wealth();
        for (uint256 i; i < investors.length; ++i) {
            if (investors[i] == door || investors[i] == other) continue;
            for (uint256 j; j < 4; ++j) {
                vm.assertTrue(now_[4 * i + j] >= before[4 * i + j], "nobody loses by another's act");
            }
        }
    }

    function _investor(uint256 seed) private view returns (address) {
        return investors[seed % investors.length];
    }

    function _campaign(uint256 seed) private view returns (ICampaign) {
        // mostly the last one: the others are over
        return seed % 4 != 0 ? campaigns[campaigns.length - 1] : campaigns[(seed >> 8) % campaigns.length];
    }

    // -- money

    function deposit(uint256 seed, uint256 amount) public {
        (address trustee, uint256 which) = seed % 3 != 0 ? (tan, 0) : (tess, 1);
        address to = _investor(seed >> 8);
        amount = amount % 400_000;
        bytes memory call = _mintCall(to, amount, keccak256(abi.encode("bank", trustee, seed % 7 == 0 ? 1 : _nextNonce[trustee])));
        (bool ok,) = _step(Step.Deposit, trustee, address(0), trustee, address(0), 0, call);
        if (ok) minted[tokens[which]] += amount;
    }

    function withdraw(uint256 seed, uint256 amount) public {
        (address door, address token) = (_investor(seed), tokens[(seed >> 8) % 2]);
        uint256 has = master.balanceOf(token, door);
        (bool ok,) =
            _step(Step.Withdraw, door, address(0), door, address(0), 0, _withdrawalCall(token, amount % (has + has / 4 + 2)));
        if (ok) ++lastWithdrawal;
    }

    function answer(uint256 seed) public {
        if (lastWithdrawal == 0) return withdraw(seed, seed >> 16);
        uint256 id = _openWithdrawal(seed);
        Withdrawal memory w = master.withdrawalOf(id);
        address trustee = seed % 5 == 0 ? tess : tan;
        if (seed % 5 > 1 && w.token == tokens[1]) trustee = tess;
        bytes memory call = seed % 2 == 0
            ? abi.encodeWithSignature("burn(uint256,bytes32)", id, keccak256(abi.encode("out", id)))
            : abi.encodeWithSignature("returnWithdrawal(uint256,bytes32)", id, bytes32("no"));
        (bool ok,) = _step(Step.Answer, trustee, address(0), trustee, address(0), 0, call);
        if (ok && seed % 2 == 0) gone[w.token] += w.amount;
    }

    function _openWithdrawal(uint256 seed) private view returns (uint256 id) {
        for (uint256 i; i < lastWithdrawal; ++i) {
            id = 1 + ((seed >> 8) + i) % lastWithdrawal;
            if (master.withdrawalOf(id).door != address(0)) return id;
        }
    }

    // -- campaigns

    /// @dev The next thing that staff would do with the last campaign: propose, approve, mint.
    function open(uint256 seed) public {
        ICampaign last = campaigns[campaigns.length - 1];
        ICampaign.State now_ = last.state();
        ICampaign.Terms memory t = last.terms();
        address trustee = t.face == classes[0] ? tan : tess;
        if (now_ == ICampaign.State.Proposed && block.timestamp < t.closesAt) {
            bytes memory decide = seed % 9 == 0 ? abi.encodeCall(ICampaign.reject, ("no")) : abi.encodeCall(ICampaign.approve, (bytes32(0)));
            _step(Step.Open, t.operator, address(0), address(last), address(0), 0, decide);
        } else if (now_ == ICampaign.State.Approved) {
            bytes memory mint = _mintUnitsCall(t.face, address(last), t.maximum, keccak256(abi.encode("units", last)));
            (bool ok,) = _step(Step.Open, trustee, address(0), trustee, address(0), 0, mint);
            if (ok) minted[t.face] += t.maximum;
        } else if (now_ == ICampaign.State.Ready && seed % 11 == 0) {
            (bool ok,) =
                _step(Step.Open, t.issuer, address(0), address(last), address(0), 0, abi.encodeCall(ICampaign.cancel, ("no")));
            if (ok) gone[t.face] += t.maximum;
        } else {
            _proposeOne(seed);
        }
    }

    function _proposeOne(uint256 seed) private {
        if (campaigns.length > MOST_CAMPAIGNS) return;
        uint256 i = (seed >> 4) % 2;
        bytes memory call = _proposeCall(classes[i], tokens[(seed >> 5) % 3 == 0 ? 1 : 0]);
        (bool ok, Vm.Log[] memory logs) = _step(Step.Open, issuers[i], address(0), campaignTemplate, address(0), 0, call);
        if (ok) campaigns.push(ICampaign(_addressIn(logs, IMasterEvents.Opened.selector, 1)));
    }

    function pledge(uint256 seed, uint256 units) public {
        ICampaign campaign = _campaign(seed);
        address door = _investor(seed >> 16);
        if (seed % 2 == 0 && campaign.state() == ICampaign.State.Ready) vm.warp(campaign.terms().opensAt);
        address token = campaign.terms().money;
        units = units % 1_600;
        if (seed % 3 != 0) units = master.balanceOf(token, door) / PRICE;
        uint256 most = seed % 13 == 0 ? units * PRICE / 2 : units * PRICE;
        bytes memory call = _pledgeCall(units, seed % 5 == 0 ? units : 1);
        _step(Step.Pledge, door, address(0), address(campaign), token, most, call);
    }

    function takeBack(uint256 seed) public {
        ICampaign campaign = _campaign(seed);
        address door = _investor(seed >> 16);
        for (uint256 i; i < investors.length && campaign.pledgeOf(door).units == 0; ++i) {
            door = investors[i];
        }
        _step(Step.TakeBack, door, address(0), address(campaign), address(0), 0, abi.encodeCall(ICampaign.withdrawPledge, ()));
    }

    /// @dev Sam pushes whatever may be due; nobody loses by it.
    function push(uint256 seed) public {
        ICampaign campaign = _campaign(seed);
        address face = campaign.terms().face;
        uint256[] memory before = _wealth();
        (bytes32 seen, uint256 units) = (looks(), supply(face));
        Push[] memory steps = new Push[](4);
        uint256 n = 1 + (seed >> 16) % 3;
        steps[0] = Push(address(campaign), 3_000_000, abi.encodeCall(ICampaign.close, ()));
        steps[1] = Push(address(campaign), 3_000_000, abi.encodeCall(ICampaign.settle, (n)));
        steps[2] = Push(address(campaign), 3_000_000, seed % 2 == 0 ? abi.encodeCall(ICampaign.fail, ()) : abi.encodeCall(ICampaign.collect, (_investor(seed))));
        steps[3] = Push(address(campaign), 3_000_000, abi.encodeCall(ICampaign.refund, (n)));
        relay.push(steps);
        _count(Step.Push, looks() != seen);
        gone[face] += units - supply(face);
        _nobodyElseLost(before, address(0), address(0));
    }

    // -- trades

    function offer(uint256 seed, uint256 price) public {
        (address door, uint256 id) = _someCertificate(seed);
        if (id == 0) return;
        uint256 units = 1 + (seed >> 32) % master.certificateOf(shares, id).units;
        price = 1 + price % 500;
        bytes memory call = abi.encodeCall(IMarket.offer, (id, units, price, uint64(block.timestamp + 1 + seed % 30 days)));
        (bool ok,) = _step(Step.Offer, door, address(0), address(market), shares, units, call);
        if (ok) ++lastOffer;
    }

    function take(uint256 seed, uint256 units) public {
        uint256 id = _someOffer(seed);
        if (id == 0) return offer(seed, units);
        IMarket.Offer memory o = market.offerOf(id);
        if (block.timestamp > o.expiresAt) return market.expire(id);
        uint256 affordable = master.balanceOf(ringgit, _investor(seed >> 16)) / o.price + 1;
        units = 1 + units % (o.units < affordable ? o.units : affordable);
        uint256 price = seed % 17 == 0 ? o.price + 1 : o.price;
        bytes memory call = abi.encodeCall(IMarket.take, (id, units, price));
        _step(Step.Take, _investor(seed >> 16), o.seller, address(market), ringgit, units * price, call);
    }

    function cancelOffer(uint256 seed) public {
        uint256 id = _someOffer(seed);
        if (id == 0) return offer(seed, seed >> 64);
        address seller = market.offerOf(id).seller;
        if (seed % 3 == 0 && block.timestamp > market.offerOf(id).expiresAt) market.expire(id);
        else _step(Step.CancelOffer, seed % 7 == 0 ? _investor(seed) : seller, seller, address(market), address(0), 0, abi.encodeCall(IMarket.cancelOffer, (id)));
    }

    function transfer(uint256 seed, uint256 amount) public {
        address door = _investor(seed);
        address to = _investor(seed >> 8);
        if (seed % 2 == 0) {
            address token = tokens[(seed >> 16) % 2];
            amount = amount % (master.balanceOf(token, door) + 2);
            bytes memory call = abi.encodeWithSignature("transfer(address,uint256)", seed % 11 == 0 ? address(market) : to, amount);
            _step(Step.Transfer, door, address(0), token, token, amount, call);
        } else {
            (address owner, uint256 id) = _someCertificate(seed);
            if (id == 0) return;
            bytes memory call = abi.encodeWithSignature("transferFrom(address,address,uint256)", owner, to, id);
            _step(Step.Transfer, seed % 5 == 0 ? door : owner, address(0), shares, shares, type(uint64).max, call);
        }
    }

    // -- supervision, time

    function supervise(uint256 seed) public {
        address door = seed % 4 == 0 ? operators[(seed >> 8) % 2] : _investor(seed >> 8);
        uint256 what = (seed >> 16) % 8;
        bytes32[6] memory names = _moduleNames();
        if (what < 2) {
            bytes memory call = abi.encodeWithSignature(
                "freeze(address,uint64,bytes32)", door, what == 0 ? uint64(block.timestamp + 3 days) : 0, bytes32("x")
            );
            _step(Step.Standing, rania, address(0), rania, address(0), 0, call);
        } else if (what < 3) {
            _step(Step.Standing, rania, address(0), rania, address(0), 0, _haltCall(names[(seed >> 24) % 6], true));
        } else if (what < 5) {
            for (uint256 i; i < 6; ++i) {
                if (master.moduleOf(names[i]).halted) _halt(names[i], false);
            }
        } else {
            Standing standing = what == 5 ? Standing.Suspended : Standing.Active;
            address parent = seed % 9 == 0 ? operators[(seed >> 32) % 2] : _parent(door);
            _step(Step.Standing, parent, address(0), parent, address(0), 0, _standingCall(door, standing));
        }
    }

    function jump(uint256 seed) public {
        ICampaign.Terms memory t = campaigns[campaigns.length - 1].terms();
        uint256 to = block.timestamp + 1 + (seed >> 8) % 12 days;
        if (seed % 4 == 0 && t.opensAt > block.timestamp) to = t.opensAt;
        if (seed % 4 == 1 && t.closesAt > block.timestamp) to = t.closesAt;
        vm.warp(to);
        _count(Step.Jump, true);
    }

    // -- adversaries

    /// @dev Strangers, staff of others, instances and modules that are none, a relayer who plays an act again.
    function attack(uint256 seed) public {
        bytes32 seen = looks();
        address door = _investor(seed);
        address[7] memory who = [sam, rania, omar, address(market), address(campaigns[0]), rulebook, door];
        address caller = who[(seed >> 8) % 7];
        bytes[9] memory calls = [
            abi.encodeCall(IMasterCore.mint, (door, 100, keccak256(abi.encode(seed)), 0)),
            abi.encodeCall(IMasterCore.pull, (ringgit, 1)),
            abi.encodeCall(IMasterCore.transferMoney, (door, door, omar, 1)),
            abi.encodeCall(IMasterCore.encumber, (shares, 1 + (seed >> 32) % 5, 1)),
            abi.encodeCall(IMasterCore.burn, (1 + (seed >> 32) % 3, "x")),
            abi.encodeCall(IMasterCore.transferCertificate, (door, door, omar, 1)),
            abi.encodeCall(IMasterCore.mintUnits, (shares, address(market), 1, keccak256(abi.encode(seed)))),
            abi.encodeCall(IMasterCore.write, ("k", "v")),
            abi.encodeCall(IMasterCore.lock, ())
        ];
        uint256 which = (seed >> 16) % 9;
        if (which == 7 && caller == rulebook) return; // its own words
        uint256 state = vm.snapshotState();
        vm.prank(caller);
        (bool ok,) = address(master).call(calls[which]);
        bool instance = caller == address(market) || caller == address(campaigns[0]);
        vm.assertTrue(!ok || (which == 8 && instance), "nobody moves by a call of his own");
        if (ok) vm.revertToState(state);
        vm.assertEq(looks(), seen, "and nothing moved");
        _count(Step.Attack, true);
        _replayOne(door);
    }

    /// @dev An act that was carried out once is carried again: skipped.
    function _replayOne(address door) private {
        bytes memory call = abi.encodeWithSignature("setThreshold(uint8)", 1);
        SignedAct memory s = _signed(door, _act(door, door, call));
        _relayOne(s);
        bytes32 seen = looks();
        (Outcome outcome,) = _outcome(_relayOne(s), door, s.act.nonce);
        vm.assertTrue(outcome == Outcome.Skipped || master.isFrozen(door), "once only");
        vm.assertEq(looks(), seen, "nothing twice");
    }

    // -- the end of a walk

    /// @dev Peace: nobody frozen or suspended, nothing halted.
    function makePeace() external {
        vm.warp(block.timestamp + 31 days);
        for (uint256 i; i < 6; ++i) {
            if (master.moduleOf(_moduleNames()[i]).halted) _halt(_moduleNames()[i], false);
        }
        for (uint256 i; i < 2; ++i) {
            if (!master.isActive(operators[i])) _stand(rania, operators[i], Standing.Active);
        }
        for (uint256 i; i < investors.length; ++i) {
            if (!master.isActive(investors[i])) _stand(_parent(investors[i]), investors[i], Standing.Active);
        }
    }

    function _moduleNames() private pure returns (bytes32[6] memory) {
        return [bytes32("money"), "equity", "rulebook", "campaign", "market", "records"];
    }

    /// @dev Brings every campaign to its end, whatever state it is in, by anyone's steps alone.
    function endAll() public {
        vm.warp(block.timestamp + 500 days);
        for (uint256 i; i < campaigns.length; ++i) {
            ICampaign c = campaigns[i];
            address face = c.terms().face;
            uint256 units = supply(face);
            if (c.state() == ICampaign.State.Due) c.close();
            if (c.state() == ICampaign.State.CoolingOff) {
                if (i % 2 == 0 && c.unitsPledged() >= c.terms().minimum) c.settle(100);
                else _failLate(c);
            } else if (c.state() == ICampaign.State.Settling) {
                c.settle(100);
            } else if (c.state() == ICampaign.State.Approved) {
                c.fail();
            }
            if (c.state() == ICampaign.State.Failed) c.refund(100);
            _collectAll(c);
            gone[face] += units - supply(face);
        }
    }

    function _failLate(ICampaign c) private {
        vm.warp(block.timestamp + 91 days);
        c.fail();
    }

    function _collectAll(ICampaign c) private {
        for (uint256 j; j < investors.length; ++j) {
            if (c.isOver() && c.pledgeOf(investors[j]).units != 0) c.collect(investors[j]);
        }
        for (uint256 j; j < 2; ++j) {
            if (c.dueTo(issuers[j]) != 0) c.collect(issuers[j]);
            if (c.dueTo(operators[j]) != 0) c.collect(operators[j]);
        }
    }
}
