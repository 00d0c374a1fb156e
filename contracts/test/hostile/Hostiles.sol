// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {ICampaign} from "../../src/interfaces/ICampaign.sol";
import {IMarketMaster} from "../../src/interfaces/IMarketMaster.sol";
import {IRelay} from "../../src/interfaces/IRelay.sol";
import {ICounted, IRulebook} from "../../src/interfaces/IRulebook.sol";
import {ActType, Class, Role, SignedAct, Signer, Standing} from "../../src/libraries/Types.sol";

/// @dev What every code must answer to be named.
abstract contract Named {
    IMarketMaster internal immutable MASTER;

    constructor(IMarketMaster master) {
        MASTER = master;
    }

    function _type(bytes4 selector, string memory definition) internal pure returns (ActType memory) {
        return ActType(selector, 50_000, 1, definition);
    }
}

/// @dev A template that the parties should never have approved: it tries whatever an instance might try.
contract HostileTemplate is Named {
    /// @dev How each of the tries ended, kept for the test to read.
    bool public succeeded;
    bytes public reason;
    address[] public stash;

    constructor(IMarketMaster master) Named(master) {}

    /// @dev Bring in what belongs to who is acting: `amount` of `token`.
    function take(address token, uint256 amount) external {
        MASTER.pull(token, amount);
    }

    function takeTwice(address token, uint256 amount) external {
        MASTER.pull(token, amount);
        MASTER.pull(token, amount);
    }

    function takeUnits(address face, uint256 id, uint256 units, address to) external {
        MASTER.encumber(face, id, units);
        MASTER.deliver(face, id, units, to, 0);
    }

    function hold(address face, uint256 id, uint256 units) external {
        MASTER.encumber(face, id, units);
    }

    /// @dev Any call to anyone, in the middle of an act: what came of it is kept.
    function reach(address target, uint256 length, bytes32 a, bytes32 b, bytes32 c, bytes32 d) external {
        bytes memory call = abi.encodePacked(a, b, c, d);
        assert(length <= 128);
        bytes memory cut = new bytes(length);
        for (uint256 i; i < length; ++i) {
            cut[i] = call[i];
        }
        (succeeded, reason) = target.call(cut);
    }

    /// @dev The same, outside any act.
    function poke(address target, bytes calldata call) external {
        (succeeded, reason) = target.call(call);
    }

    function burnGas() external pure {
        while (true) {}
    }

    /// @dev Refuses with a reason of `size` bytes, to eat the gas of who records it.
    function bomb(uint256 size) external pure {
        bytes memory huge = new bytes(size);
        assembly ("memory-safe") {
            revert(add(huge, 32), size)
        }
    }

    /// @dev Succeeds with as much return data.
    function gift(uint256 size) external pure {
        bytes memory huge = new bytes(size);
        assembly ("memory-safe") {
            return(add(huge, 32), size)
        }
    }

    function holdLock() external {
        MASTER.lock();
    }

    function claim(bytes32 key) external {
        MASTER.claim(key);
    }

    function book(address rulebook, address issuer, uint256 amount) external {
        IRulebook(rulebook).book(issuer, 0, 1, 0, amount, false);
    }

    function launch(address rulebook, address issuer) external {
        IRulebook(rulebook).launch(issuer, 1, 0);
    }

    function unitsAwaited(address) external pure returns (uint256) {
        return 100;
    }

    function acts() external pure returns (ActType[] memory list) {
        list = new ActType[](10);
        list[0] = _type(this.take.selector, "TakeIt(address to,address asset,uint256 most,address token,uint256 amount,uint256 nonce,uint256 deadline)");
        list[1] = _type(this.takeUnits.selector, "TakeUnits(address to,address asset,uint256 most,address face,uint256 id,uint256 units,address receiver,uint256 nonce,uint256 deadline)");
        list[2] = _type(this.reach.selector, "Reach(address to,address asset,uint256 most,address target,uint256 length,bytes32 a,bytes32 b,bytes32 c,bytes32 d,uint256 nonce,uint256 deadline)");
        list[3] = _type(this.burnGas.selector, "BurnGas(address to,address asset,uint256 most,uint256 nonce,uint256 deadline)");
        list[4] = _type(this.bomb.selector, "Bomb(address to,address asset,uint256 most,uint256 size,uint256 nonce,uint256 deadline)");
        list[5] = _type(this.gift.selector, "Gift(address to,address asset,uint256 most,uint256 size,uint256 nonce,uint256 deadline)");
        list[6] = _type(this.takeTwice.selector, "TakeTwice(address to,address asset,uint256 most,address token,uint256 amount,uint256 nonce,uint256 deadline)");
        list[7] = _type(this.hold.selector, "Hold(address to,address asset,uint256 most,address face,uint256 id,uint256 units,uint256 nonce,uint256 deadline)");
        list[8] = _type(this.book.selector, "Book(address to,address asset,uint256 most,address rulebook,address issuer,uint256 amount,uint256 nonce,uint256 deadline)");
        list[9] = _type(this.launch.selector, "Launch(address to,address asset,uint256 most,address rulebook,address issuer,uint256 nonce,uint256 deadline)");
    }
}

/// @dev A rulebook that abuses the moment in which a campaign asks it: it is called in the middle of a pledge.
contract HostileRulebook is Named {
    address public target;
    bytes public call;
    bool public tried;
    bool public succeeded;
    bytes public reason;

    constructor(IMarketMaster master) Named(master) {}

    function prepare(address target_, bytes calldata call_) external {
        (target, call, tried, succeeded) = (target_, call_, false, false);
    }

    function book(address, bytes32, uint256, uint256, uint256, bool) external {
        tried = true;
        (succeeded, reason) = target.call(call);
    }

    function launch(address, uint256, uint64) external returns (bytes32, uint256, bool) {}

    function figure(bytes32, uint8) external pure returns (uint256) {
        return 0;
    }

    function coolingOffEnd(uint256 from) external pure returns (uint64) {
        return uint64(from + 1 days);
    }

    function acts() external pure returns (ActType[] memory) {
        return new ActType[](0);
    }
}

/// @dev Rules of money and equity that let everything through, and otherwise do nothing: the worst that such a module can do.
contract LaxRules is Named {
    constructor(IMarketMaster master) Named(master) {}

    function checkMint(address, address, uint256) external view {}

    function checkMove(address, address, address, uint256) external view {}

    function checkEntry(address, address, address, uint256) external view {}

    function checkMove(address, uint256, address, address, uint256, uint64) external view {}

    function checkDelivery(address, uint256, address, address, uint256, uint64) external view {}

    function checkEncumber(address, uint256, address, uint256, uint64) external view {}

    function acts() external pure returns (ActType[] memory) {
        return new ActType[](0);
    }
}

/// @dev A harmless module, to be replaced by.
contract QuietModule is Named {
    constructor(IMarketMaster master) Named(master) {}

    function acts() external pure returns (ActType[] memory) {
        return new ActType[](0);
    }
}
